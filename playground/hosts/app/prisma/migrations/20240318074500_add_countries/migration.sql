-- CreateTable
CREATE TABLE "Country" (
    "code" CHAR(2) NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "Country_pkey" PRIMARY KEY ("code")
);

INSERT INTO "Country" ("code", "name") VALUES ('AT', 'Austria'), ('CH', 'Switzerland'), ('DE', 'Germany');

-- AlterTable
ALTER TABLE "Customer" ADD COLUMN     "countryCode" CHAR(2);

UPDATE "Customer" SET "countryCode" = 'DE';
