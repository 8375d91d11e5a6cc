CREATE TABLE "drift_watch" (
  "environment" TEXT PRIMARY KEY,
  "looked_at" TIMESTAMPTZ(3) NOT NULL,
  "told" TEXT
);
