-- CreateTable
CREATE TABLE "LaneSet" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "userId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "lanes" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "LaneSet_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Vote" (
    "conversationId" TEXT NOT NULL,
    "questionId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "lane" INTEGER,
    "lanes" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,

    PRIMARY KEY ("conversationId", "questionId"),
    CONSTRAINT "Vote_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- AlterTable: added in place. Dropping and renaming the table, as Prisma writes it, would take the messages with it where
-- foreign keys are on.
ALTER TABLE "Conversation" ADD COLUMN "rerunOfId" TEXT;
ALTER TABLE "Conversation" ADD COLUMN "blind" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "Conversation" ADD COLUMN "notes" TEXT NOT NULL DEFAULT '';
ALTER TABLE "Conversation" ADD COLUMN "continuedAt" DATETIME;

-- CreateIndex
CREATE INDEX "LaneSet_userId_createdAt_idx" ON "LaneSet"("userId", "createdAt");

-- CreateIndex
CREATE INDEX "Vote_userId_idx" ON "Vote"("userId");
