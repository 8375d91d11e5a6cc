-- AlterTable
ALTER TABLE "User" ADD COLUMN     "name" TEXT,
ADD COLUMN     "preferences" JSONB NOT NULL DEFAULT '{}';

UPDATE "User" SET "preferences" = '{"language": "de"}' WHERE "email" = 'office@gold-factory.example';
