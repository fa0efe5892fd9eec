import 'server-only'
import { memoryDatabase } from './chat-database.ts'
import { database } from './client.ts'
import { Prisma } from './generated/client.ts'
import { type Following, writeUntilCurrent } from './write-chat.ts'

/**
 * Marks in the ledger which answers of a chat are on no selected branch; part of the transaction that selects another one. The
 * mark stays when the conversation goes. Lanes of a comparison are never thrown away.
 */
export function markDiscarded(conversationId: string): Following {
  return {
    statement: database().$executeRaw`
      WITH RECURSIVE ${selectedBranch(conversationId)} ${marks(conversationId, Prisma.sql`SELECT "id" FROM "branch"`)}`,
    carryOver: () =>
      writeUntilCurrent(
        () => readSelectedBranch(conversationId),
        async branch => {
          // The chat is gone, and its marks stay.
          if (branch.length === 0) return
          await database().$executeRaw`${marks(conversationId, Prisma.sql`SELECT "value" FROM json_each(${JSON.stringify(branch)})`)}`
        }
      )
  }
}

function selectedBranch(conversationId: string): Prisma.Sql {
  return Prisma.sql`"branch"("id") AS (
      SELECT "selectedLeafId" FROM "Conversation" WHERE "id" = ${conversationId}
      UNION SELECT m."parentId" FROM "branch" JOIN "Message" m ON m."id" = "branch"."id" WHERE m."parentId" IS NOT NULL
    )`
}

function marks(conversationId: string, branch: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`UPDATE "Generation" SET "discarded" = NOT "discarded"
    WHERE "conversationId" = ${conversationId} AND "kind" = 'chat' AND "messageId" IS NOT NULL
      AND "discarded" = ("messageId" IN (${branch}))`
}

async function readSelectedBranch(conversationId: string): Promise<string[]> {
  const rows = await memoryDatabase().$queryRaw<{ id: string | null }[]>`
    WITH RECURSIVE ${selectedBranch(conversationId)} SELECT "id" FROM "branch"`
  return rows.flatMap(({ id }) => id ?? [])
}
