-- AlterTable
ALTER TABLE "Conversation" ADD COLUMN "forkedAtId" TEXT;
ALTER TABLE "Conversation" ADD COLUMN "forkedFromId" TEXT;
