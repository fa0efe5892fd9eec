-- AlterTable
ALTER TABLE "Generation" ADD COLUMN "effort" TEXT;

-- What the answers so far were told; those of purged conversations stay with the model's default.
UPDATE "Generation" SET "effort" = COALESCE(json_extract("Message"."settings", '$.thinkingBudgetTokens'), json_extract("Message"."settings", '$.reasoningEffort'))
FROM "Message"
WHERE "Message"."conversationId" = "Generation"."conversationId" AND "Message"."id" = "Generation"."messageId"
  AND ("Message"."settings" LIKE '%"reasoningEffort"%' OR "Message"."settings" LIKE '%"thinkingBudgetTokens"%');

-- CreateIndex
CREATE INDEX "Generation_model_effort_userId_upstream_idx" ON "Generation"("model", "effort", "userId", "upstream");
