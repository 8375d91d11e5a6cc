CREATE TABLE "review_detail" (
  "about" TEXT PRIMARY KEY,
  "document" JSONB NOT NULL,
  "kept_at" TIMESTAMPTZ(3) NOT NULL
);
