-- AlterTable
ALTER TABLE "Folder" ADD COLUMN "model" TEXT;
ALTER TABLE "Folder" ADD COLUMN "systemPrompt" TEXT;

-- CreateTable
CREATE TABLE "ConversationTag" (
    "conversationId" TEXT NOT NULL,
    "name" TEXT NOT NULL,

    PRIMARY KEY ("conversationId", "name"),
    CONSTRAINT "ConversationTag_conversationId_fkey" FOREIGN KEY ("conversationId") REFERENCES "Conversation" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ImportedCall" (
    "conversationId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "messageId" TEXT,
    "upstream" TEXT NOT NULL,
    "costState" TEXT NOT NULL,
    "costPicoUsd" BIGINT,
    "call" TEXT NOT NULL,

    PRIMARY KEY ("conversationId", "id"),
    CONSTRAINT "ImportedCall_conversationId_fkey" FOREIGN KEY ("conversationId") REFERENCES "Conversation" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "ConversationTag_name_idx" ON "ConversationTag"("name");
