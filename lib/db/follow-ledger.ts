import 'server-only'
import { memoryDatabase, openMemoryDatabase } from './chat-database.ts'
import { database } from './client.ts'
import { Prisma } from './generated/client.ts'
import { type Following, writeUntilCurrent } from './write-chat.ts'

interface Sums {
  costPicoUsd: string | null
  costState: string
  /** JSON. */
  usage: string
}

/**
 * Brings the sums in an ended message's metadata in line with its rows. One statement: sums that are read first and written
 * later undo those of a look-up that came in between, and a process that dies in between leaves old ones for ever.
 */
export function followLedger(messageId: string): Following {
  const conversationId = Prisma.sql`(SELECT "conversationId" FROM "Message" WHERE "id" = ${messageId})`
  return {
    statement: database().$executeRaw`${patch(messageId, sumsOf(messageId, conversationId))}`,
    carryOver: () =>
      writeUntilCurrent(
        () => readSums(messageId),
        async sums => {
          if (sums === null) return
          const { costPicoUsd, costState, usage } = sums
          const read = Prisma.sql`SELECT ${costPicoUsd} AS "costPicoUsd", ${costState} AS "costState", ${usage} AS "usage"`
          await memoryDatabase().$executeRaw`${patch(messageId, read)}`
        }
      )
  }
}

function patch(messageId: string, sums: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`UPDATE "Message" SET "metadata" = json_patch(
      json_set("metadata", '$.costState', "sums"."costState", '$.usage', json("sums"."usage")),
      json_object('costPicoUsd', "sums"."costPicoUsd"))
    FROM (${sums}) AS "sums"
    WHERE "id" = ${messageId} AND "status" <> 'streaming'`
}

function sumsOf(messageId: string, conversationId: Prisma.Sql | string): Prisma.Sql {
  return Prisma.sql`SELECT CAST(SUM("costPicoUsd") AS TEXT) AS "costPicoUsd",
        CASE WHEN SUM("costState" = 'pending') > 0 THEN 'pending' WHEN SUM("costState" = 'unknown') > 0 THEN 'unknown' ELSE 'billed' END AS "costState",
        json_object('inputTokens', SUM("inputTokens"), 'outputTokens', SUM("outputTokens"), 'cacheReadTokens', SUM("cacheReadTokens"),
          'cacheWriteTokens', SUM("cacheWriteTokens"), 'reasoningTokens', SUM("reasoningTokens")) AS "usage"
      FROM "Generation" WHERE "messageId" = ${messageId} AND "conversationId" = ${conversationId}
      HAVING COUNT(*) > 0`
}

/** `null`: the message is not in memory, or has no rows. */
async function readSums(messageId: string): Promise<Sums | null> {
  const message = await openMemoryDatabase()?.message.findUnique({ where: { id: messageId }, select: { conversationId: true } })
  if (!message) return null
  const [sums] = await database().$queryRaw<Sums[]>`${sumsOf(messageId, message.conversationId)}`
  return sums ?? null
}
