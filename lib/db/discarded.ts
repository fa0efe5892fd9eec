import 'server-only'
import { database } from './client.ts'
import type { Prisma } from './generated/client.ts'

/**
 * Marks in the ledger which answers of a chat are on no selected branch; part of the transaction that selects another one. The
 * mark stays when the conversation goes. Lanes of a comparison are never thrown away.
 */
export function markDiscarded(conversationId: string): Prisma.PrismaPromise<unknown> {
  return database().$executeRaw`
    WITH RECURSIVE "branch"("id") AS (
      SELECT "selectedLeafId" FROM "Conversation" WHERE "id" = ${conversationId}
      UNION SELECT m."parentId" FROM "branch" JOIN "Message" m ON m."id" = "branch"."id" WHERE m."parentId" IS NOT NULL
    )
    UPDATE "Generation" SET "discarded" = NOT "discarded"
    WHERE "conversationId" = ${conversationId} AND "kind" = 'chat' AND "messageId" IS NOT NULL
      AND "discarded" = ("messageId" IN (SELECT "id" FROM "branch"))`
}
