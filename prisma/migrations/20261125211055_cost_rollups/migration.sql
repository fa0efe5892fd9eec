-- AlterTable
ALTER TABLE "Generation" ADD COLUMN "reasoningPicoUsd" BIGINT;
ALTER TABLE "Generation" ADD COLUMN "cacheSavedPicoUsd" BIGINT;
ALTER TABLE "Generation" ADD COLUMN "discarded" BOOLEAN NOT NULL DEFAULT false;

-- The answers of chats that are not on the selected branch.
WITH RECURSIVE "branch"("conversationId", "id") AS (
  SELECT "id", "selectedLeafId" FROM "Conversation" WHERE "selectedLeafId" IS NOT NULL
  UNION SELECT "branch"."conversationId", "Message"."parentId" FROM "branch" JOIN "Message" ON "Message"."id" = "branch"."id"
  WHERE "Message"."parentId" IS NOT NULL
)
UPDATE "Generation" SET "discarded" = true
WHERE "kind" = 'chat' AND "messageId" IS NOT NULL AND "conversationId" IN (SELECT "conversationId" FROM "branch")
  AND "messageId" NOT IN (SELECT "id" FROM "branch");

-- CreateIndex
CREATE INDEX "Generation_userId_upstream_createdAt_idx" ON "Generation"("userId", "upstream", "createdAt");

-- CreateTable
CREATE TABLE "CostRollup" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "userId" TEXT NOT NULL,
    "upstream" TEXT NOT NULL,
    "zone" TEXT NOT NULL,
    "grain" TEXT NOT NULL,
    "startsAt" DATETIME NOT NULL,
    "endsAt" DATETIME NOT NULL,
    "stale" BOOLEAN NOT NULL DEFAULT false
);

-- CreateTable
CREATE TABLE "CostByModel" (
    "rollupId" INTEGER NOT NULL,
    "model" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "requests" INTEGER NOT NULL,
    "answers" INTEGER NOT NULL,
    "pending" INTEGER NOT NULL,
    "unknown" INTEGER NOT NULL,
    "inputTokens" INTEGER,
    "outputTokens" INTEGER,
    "cacheReadTokens" INTEGER,
    "cacheWriteTokens" INTEGER,
    "reasoningTokens" INTEGER,
    "picoUsd" BIGINT NOT NULL,
    "providerPicoUsd" BIGINT NOT NULL,
    "feePicoUsd" BIGINT NOT NULL,
    "toolFeePicoUsd" BIGINT NOT NULL,
    "reasoningPicoUsd" BIGINT NOT NULL,
    "cacheSavedPicoUsd" BIGINT NOT NULL,
    "discarded" INTEGER NOT NULL,
    "discardedPicoUsd" BIGINT NOT NULL,

    PRIMARY KEY ("rollupId", "model", "provider", "kind")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "CostByConversation" (
    "rollupId" INTEGER NOT NULL,
    "conversationId" TEXT NOT NULL,
    "requests" INTEGER NOT NULL,
    "answers" INTEGER NOT NULL,
    "pending" INTEGER NOT NULL,
    "unknown" INTEGER NOT NULL,
    "inputTokens" INTEGER,
    "outputTokens" INTEGER,
    "cacheReadTokens" INTEGER,
    "cacheWriteTokens" INTEGER,
    "reasoningTokens" INTEGER,
    "picoUsd" BIGINT NOT NULL,
    "providerPicoUsd" BIGINT NOT NULL,
    "feePicoUsd" BIGINT NOT NULL,
    "toolFeePicoUsd" BIGINT NOT NULL,
    "reasoningPicoUsd" BIGINT NOT NULL,
    "cacheSavedPicoUsd" BIGINT NOT NULL,
    "discarded" INTEGER NOT NULL,
    "discardedPicoUsd" BIGINT NOT NULL,

    PRIMARY KEY ("rollupId", "conversationId")
) WITHOUT ROWID;

-- CreateIndex
CREATE INDEX "CostRollup_userId_upstream_endsAt_idx" ON "CostRollup"("userId", "upstream", "endsAt");

-- CreateIndex
CREATE UNIQUE INDEX "CostRollup_userId_upstream_zone_grain_startsAt_key" ON "CostRollup"("userId", "upstream", "zone", "grain", "startsAt");

-- Whoever writes a row makes the sums that cover its time stale.
CREATE TRIGGER "CostRollup_insert" AFTER INSERT ON "Generation" BEGIN
  UPDATE "CostRollup" SET "stale" = true
  WHERE "userId" = NEW."userId" AND "upstream" = NEW."upstream" AND "endsAt" > NEW."createdAt" AND "startsAt" <= NEW."createdAt" AND NOT "stale";
END;
CREATE TRIGGER "CostRollup_update" AFTER UPDATE ON "Generation" BEGIN
  UPDATE "CostRollup" SET "stale" = true
  WHERE "userId" = OLD."userId" AND "upstream" = OLD."upstream" AND "endsAt" > OLD."createdAt" AND "startsAt" <= OLD."createdAt" AND NOT "stale";
END;
CREATE TRIGGER "CostRollup_moved" AFTER UPDATE OF "createdAt", "userId", "upstream" ON "Generation" BEGIN
  UPDATE "CostRollup" SET "stale" = true
  WHERE "userId" = NEW."userId" AND "upstream" = NEW."upstream" AND "endsAt" > NEW."createdAt" AND "startsAt" <= NEW."createdAt" AND NOT "stale";
END;
CREATE TRIGGER "CostRollup_delete" AFTER DELETE ON "Generation" BEGIN
  UPDATE "CostRollup" SET "stale" = true
  WHERE "userId" = OLD."userId" AND "upstream" = OLD."upstream" AND "endsAt" > OLD."createdAt" AND "startsAt" <= OLD."createdAt" AND NOT "stale";
END;
