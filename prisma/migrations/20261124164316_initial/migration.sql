-- CreateTable
CREATE TABLE "User" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- CreateTable
CREATE TABLE "Setting" (
    "userId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    PRIMARY KEY ("userId", "name"),
    CONSTRAINT "Setting_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ApiKey" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "userId" TEXT NOT NULL,
    "ciphertext" TEXT NOT NULL,
    "origin" TEXT NOT NULL,
    "label" TEXT,
    "lastFour" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "ApiKey_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Conversation" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "userId" TEXT NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'chat',
    "title" TEXT NOT NULL,
    "selectedLeafId" TEXT,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deletedAt" DATETIME,
    CONSTRAINT "Conversation_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Message" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "conversationId" TEXT NOT NULL,
    "parentId" TEXT,
    "role" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "parts" TEXT NOT NULL,
    "metadata" TEXT NOT NULL DEFAULT '{}',
    "settings" TEXT,
    "requestHash" TEXT,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "Message_conversationId_fkey" FOREIGN KEY ("conversationId") REFERENCES "Conversation" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Step" (
    "messageId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "wire" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "provider" TEXT,
    "generationId" TEXT,
    "ended" BOOLEAN NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,

    PRIMARY KEY ("messageId", "position"),
    CONSTRAINT "Step_messageId_fkey" FOREIGN KEY ("messageId") REFERENCES "Message" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ToolCall" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "messageId" TEXT NOT NULL,
    "stepPosition" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "wireId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "arguments" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "output" TEXT,
    "durationMs" INTEGER,
    CONSTRAINT "ToolCall_messageId_stepPosition_fkey" FOREIGN KEY ("messageId", "stepPosition") REFERENCES "Step" ("messageId", "position") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Generation" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "userId" TEXT NOT NULL,
    "openRouterId" TEXT,
    "upstream" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "conversationId" TEXT,
    "messageId" TEXT,
    "position" INTEGER NOT NULL DEFAULT 0,
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "model" TEXT NOT NULL,
    "servedModel" TEXT,
    "provider" TEXT,
    "inputTokens" INTEGER,
    "outputTokens" INTEGER,
    "cacheReadTokens" INTEGER,
    "cacheWriteTokens" INTEGER,
    "reasoningTokens" INTEGER,
    "costPicoUsd" BIGINT,
    "providerPicoUsd" BIGINT,
    "feePicoUsd" BIGINT,
    "toolFeePicoUsd" BIGINT,
    "costState" TEXT NOT NULL,
    "finishReason" TEXT,
    "nativeFinishReason" TEXT,
    "errorCode" TEXT,
    "usage" TEXT,
    "timeToFirstTokenMs" INTEGER,
    "durationMs" INTEGER,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lookups" INTEGER NOT NULL DEFAULT 0,
    "nextLookupAt" DATETIME,
    CONSTRAINT "Generation_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "TurnEvent" (
    "seq" INTEGER NOT NULL PRIMARY KEY,
    "entries" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "ModelSnapshot" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "userId" TEXT NOT NULL,
    "upstream" TEXT NOT NULL,
    "models" TEXT NOT NULL,
    "fetchedAt" DATETIME NOT NULL,
    CONSTRAINT "ModelSnapshot_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE UNIQUE INDEX "ApiKey_userId_key" ON "ApiKey"("userId");

-- CreateIndex
CREATE INDEX "Conversation_userId_updatedAt_id_idx" ON "Conversation"("userId", "updatedAt", "id");

-- CreateIndex
CREATE INDEX "Message_conversationId_idx" ON "Message"("conversationId");

-- CreateIndex
CREATE INDEX "Message_status_idx" ON "Message"("status");

-- CreateIndex
CREATE INDEX "ToolCall_messageId_stepPosition_idx" ON "ToolCall"("messageId", "stepPosition");

-- CreateIndex
CREATE UNIQUE INDEX "Generation_openRouterId_key" ON "Generation"("openRouterId");

-- CreateIndex
CREATE INDEX "Generation_conversationId_messageId_idx" ON "Generation"("conversationId", "messageId");

-- CreateIndex
CREATE INDEX "Generation_nextLookupAt_idx" ON "Generation"("nextLookupAt");

-- CreateIndex
CREATE UNIQUE INDEX "ModelSnapshot_userId_upstream_key" ON "ModelSnapshot"("userId", "upstream");
