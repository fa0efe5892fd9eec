import 'server-only'
import { type Block, boundsOf, endOf, partsOf } from '../cost/period.ts'
import { database } from './client.ts'
import { Prisma } from './generated/client.ts'
import type { Upstream } from './ledger.ts'

/** Whose sums, and whose midnight. */
export interface RollupScope {
  userId: string
  upstream: Upstream
  zone: string
}

/** Zones of a user whose sums are kept: those of a traveller's last journeys. */
const keptZones = 3

/** What every sum consists of, in the order of the columns. */
const measures = Prisma.raw(
  [
    'requests',
    'answers',
    'pending',
    'unknown',
    'inputTokens',
    'outputTokens',
    'cacheReadTokens',
    'cacheWriteTokens',
    'reasoningTokens',
    'picoUsd',
    'providerPicoUsd',
    'feePicoUsd',
    'toolFeePicoUsd',
    'reasoningPicoUsd',
    'cacheSavedPicoUsd',
    'discarded',
    'discardedPicoUsd'
  ]
    .map(name => `"${name}"`)
    .join()
)

/** The same over ledger rows. */
const ofCalls = Prisma.sql`COUNT(*), SUM(g."kind" = 'chat' AND g."position" = 0 AND g."attempt" = 0),
  SUM(g."costState" = 'pending'), SUM(g."costState" = 'unknown'),
  SUM(g."inputTokens"), SUM(g."outputTokens"), SUM(g."cacheReadTokens"), SUM(g."cacheWriteTokens"), SUM(g."reasoningTokens"),
  COALESCE(SUM(g."costPicoUsd"), 0), COALESCE(SUM(g."providerPicoUsd"), 0), COALESCE(SUM(g."feePicoUsd"), 0),
  COALESCE(SUM(g."toolFeePicoUsd"), 0), COALESCE(SUM(g."reasoningPicoUsd"), 0), COALESCE(SUM(g."cacheSavedPicoUsd"), 0),
  SUM(g."discarded" AND g."position" = 0 AND g."attempt" = 0), COALESCE(SUM(g."costPicoUsd") FILTER (WHERE g."discarded"), 0)`

/** The same over sums. */
export const ofSums = Prisma.sql`SUM("requests") AS "requests", SUM("answers") AS "answers", SUM("pending") AS "pending",
  SUM("unknown") AS "unknown", SUM("inputTokens") AS "inputTokens", SUM("outputTokens") AS "outputTokens",
  SUM("cacheReadTokens") AS "cacheReadTokens", SUM("cacheWriteTokens") AS "cacheWriteTokens",
  SUM("reasoningTokens") AS "reasoningTokens", SUM("picoUsd") AS "picoUsd", SUM("providerPicoUsd") AS "providerPicoUsd",
  SUM("feePicoUsd") AS "feePicoUsd", SUM("toolFeePicoUsd") AS "toolFeePicoUsd", SUM("reasoningPicoUsd") AS "reasoningPicoUsd",
  SUM("cacheSavedPicoUsd") AS "cacheSavedPicoUsd", SUM("discarded") AS "discarded", SUM("discardedPicoUsd") AS "discardedPicoUsd"`

/** Of a call `g`: of a blind comparison before its vote, whose sums would give away who answered as its names do. Chats have no lanes. */
export const isHidden = Prisma.sql`(g."kind" <> 'chat' AND EXISTS (SELECT 1 FROM "Conversation" c WHERE c."id" = g."conversationId"
  AND c."blind" AND NOT EXISTS (SELECT 1 FROM "Vote" v WHERE v."conversationId" = c."id")))`

/** The model of a call, as far as it may be read. */
export const modelOfCall = Prisma.sql`iif(${isHidden}, '', g."model")`

/** As Prisma writes a time. */
function storedTime(time: Date): string {
  return time.toISOString().replace('Z', '+00:00')
}

/** A rollup as `rollupsOf` looks for it. */
type Wanted = [grain: Block['grain'], startsAt: string, endsAt: string]

function wanted(block: Block, zone: string): Wanted {
  const { startsAt, endsAt } = boundsOf({ first: block.first, last: endOf(block.grain, block.first), zone })
  return [block.grain, storedTime(startsAt), storedTime(endsAt)]
}

/** Selects the ids of the rollups of these blocks. Each is made, or brought up to date, first. */
export async function rollupsOf(scope: RollupScope, blocks: readonly Block[]): Promise<Prisma.Sql> {
  await bringUpToDate(scope, blocks)
  return named(
    scope,
    blocks.map(block => wanted(block, scope.zone))
  )
}

function named({ userId, upstream, zone }: RollupScope, list: readonly Wanted[]): Prisma.Sql {
  // CROSS: the list leads, each of its entries is one search in the index.
  return Prisma.sql`SELECT r."id" FROM json_each(${JSON.stringify(list)}) w CROSS JOIN "CostRollup" r ON r."userId" = ${userId}
    AND r."upstream" = ${upstream} AND r."zone" = ${zone} AND r."grain" = w."value" ->> 0 AND r."startsAt" = w."value" ->> 1`
}

async function bringUpToDate(scope: RollupScope, blocks: readonly Block[]): Promise<void> {
  const missing = await staleAmong(scope, blocks)
  if (missing.length === 0) return
  // A year is summed from its months, a month from its days; months one by one, so that nobody waits for all of them.
  for (const block of missing.filter(({ grain }) => grain !== 'day')) {
    await bringUpToDate(scope, partsOf(block))
    await sumUp(scope, block)
  }
  const days = missing.filter(({ grain }) => grain === 'day')
  for (let index = 0; index < days.length; index += 31) await sumCalls(scope, days.slice(index, index + 31))
  await forgetOldZones(scope)
}

/** Those that were never made, or whose calls have changed since. */
async function staleAmong(scope: RollupScope, blocks: readonly Block[]): Promise<Block[]> {
  const list = blocks.map(block => wanted(block, scope.zone))
  const rows = await database().$queryRaw<{ position: bigint }[]>`
    SELECT w."key" AS "position" FROM json_each(${JSON.stringify(list)}) w LEFT JOIN "CostRollup" r ON r."userId" = ${scope.userId}
      AND r."upstream" = ${scope.upstream} AND r."zone" = ${scope.zone} AND r."grain" = w."value" ->> 0 AND r."startsAt" = w."value" ->> 1
    WHERE r."id" IS NULL OR r."stale" ORDER BY 1`
  return rows.flatMap(({ position }) => blocks[Number(position)] ?? [])
}

/** Days, from the ledger. */
async function sumCalls(scope: RollupScope, days: readonly Block[]): Promise<void> {
  const list = days.map(day => wanted(day, scope.zone))
  const calls = Prisma.sql`(${named(scope, list)}) w JOIN "CostRollup" r ON r."id" = w."id" JOIN "Generation" g
    ON g."userId" = ${scope.userId} AND g."upstream" = ${scope.upstream} AND g."createdAt" >= r."startsAt" AND g."createdAt" < r."endsAt"`
  await replaceSums(scope, list, {
    stale: Prisma.sql`false`,
    byModel: Prisma.sql`SELECT r."id", ${modelOfCall}, iif(${isHidden}, '', COALESCE(g."provider", '')), g."kind", ${ofCalls} FROM ${calls} GROUP BY 1, 2, 3, 4`,
    byConversation: Prisma.sql`SELECT r."id", iif(${isHidden}, '', COALESCE(g."conversationId", '')), ${ofCalls} FROM ${calls} GROUP BY 1, 2`
  })
}

/** A month or a year, from its parts. */
async function sumUp(scope: RollupScope, block: Block): Promise<void> {
  const list = [wanted(block, scope.zone)]
  const whole = named(scope, list)
  const listOfParts = partsOf(block).map(part => wanted(part, scope.zone))
  const parts = named(scope, listOfParts)
  await replaceSums(scope, list, {
    // A call may have come since the parts were brought up to date.
    stale: Prisma.sql`(SELECT COUNT(*) FROM "CostRollup" WHERE "id" IN (${parts}) AND NOT "stale") < ${listOfParts.length}`,
    byModel: Prisma.sql`SELECT (${whole}), "model", "provider", "kind", ${ofSums} FROM "CostByModel" WHERE "rollupId" IN (${parts}) GROUP BY 2, 3, 4`,
    byConversation: Prisma.sql`SELECT (${whole}), "conversationId", ${ofSums} FROM "CostByConversation" WHERE "rollupId" IN (${parts}) GROUP BY 2`
  })
}

/** One transaction: a call that comes meanwhile makes stale what is written here. */
async function replaceSums(
  scope: RollupScope,
  list: readonly Wanted[],
  sums: { stale: Prisma.Sql; byModel: Prisma.Sql; byConversation: Prisma.Sql }
): Promise<void> {
  const { userId, upstream, zone } = scope
  const ids = named(scope, list)
  await database().$transaction([
    database().$executeRaw`INSERT INTO "CostRollup" ("userId", "upstream", "zone", "grain", "startsAt", "endsAt", "stale")
      SELECT ${userId}, ${upstream}, ${zone}, w."value" ->> 0, w."value" ->> 1, w."value" ->> 2, ${sums.stale} FROM json_each(${JSON.stringify(list)}) w WHERE true
      ON CONFLICT ("userId", "upstream", "zone", "grain", "startsAt") DO UPDATE SET "stale" = excluded."stale"`,
    database().$executeRaw`DELETE FROM "CostByModel" WHERE "rollupId" IN (${ids})`,
    database().$executeRaw`DELETE FROM "CostByConversation" WHERE "rollupId" IN (${ids})`,
    database().$executeRaw`INSERT INTO "CostByModel" ("rollupId", "model", "provider", "kind", ${measures}) ${sums.byModel}`,
    database().$executeRaw`INSERT INTO "CostByConversation" ("rollupId", "conversationId", ${measures}) ${sums.byConversation}`
  ])
}

/** Lets the sums that hold a conversation's calls be made again: what may be read of them has changed, not the calls. */
export function sumAnew(conversationId: string): Prisma.PrismaPromise<unknown> {
  return database().$executeRaw`UPDATE "Generation" SET "kind" = "kind" WHERE "conversationId" = ${conversationId}`
}

async function forgetOldZones({ userId }: RollupScope): Promise<void> {
  const old = Prisma.sql`SELECT "id" FROM "CostRollup" WHERE "userId" = ${userId} AND "zone" NOT IN (
    SELECT "zone" FROM "CostRollup" WHERE "userId" = ${userId} GROUP BY "zone" ORDER BY MAX("id") DESC LIMIT ${keptZones})`
  const rows = await database().$queryRaw<{ id: bigint }[]>`${old} LIMIT 1`
  if (rows.length === 0) return
  await database().$transaction([
    database().$executeRaw`DELETE FROM "CostByModel" WHERE "rollupId" IN (${old})`,
    database().$executeRaw`DELETE FROM "CostByConversation" WHERE "rollupId" IN (${old})`,
    database().$executeRaw`DELETE FROM "CostRollup" WHERE "id" IN (${old})`
  ])
}
