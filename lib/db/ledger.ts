import 'server-only'
import type { CostTotal } from '../chat/conversation.ts'
import { picoUsd } from '../cost/pico-usd.ts'
import { addTokenUsage, type CostState, noTokenUsage, type TokenUsage } from '../cost/token-usage.ts'
import type { AppError } from '../errors.ts'
import { isBudgetReached, passesLimit, type Reservation } from './budget-guard.ts'
import { budgetRefusal } from './budget-refusal.ts'
import { database } from './client.ts'
import { followLedger } from './follow-ledger.ts'
import { Prisma } from './generated/client.ts'
import { writeAndFollow } from './write-chat.ts'

/** Which upstream answered; totals of the two never mix. */
export type Upstream = 'demo' | 'openrouter'

/** A ledger row before its call: written first, so that no call is ever without one. */
export interface NewGeneration {
  id: string
  userId: string
  upstream: Upstream
  kind: 'chat' | 'compare' | 'title' | 'merge'
  conversationId: string
  messageId: string | null
  position: number
  attempt: number
  model: string
  /** `effortOf` its settings. */
  effort: string | null
  /** Absent: no budget counts the call. */
  reservation?: Reservation | undefined
  createdAt: Date
}

/** What is known when a call has ended. `null` stays unknown. */
export interface GenerationOutcome extends TokenUsage {
  openRouterId: string | null
  servedModel: string | null
  provider: string | null
  costState: CostState
  /** Pico-dollars. */
  costPicoUsd: bigint | null
  providerPicoUsd: bigint | null
  feePicoUsd: bigint | null
  toolFeePicoUsd: bigint | null
  reasoningPicoUsd: bigint | null
  cacheSavedPicoUsd: bigint | null
  finishReason: string | null
  nativeFinishReason: string | null
  errorCode: string | null
  /** JSON of the usage object as it came. */
  usage: string | null
  timeToFirstTokenMs: number | null
  durationMs: number | null
  nextLookupAt: Date | null
}

/**
 * The write that opens a row; part of the transaction that makes the call certain, and takes all of it back when the call would
 * pass a budget. Raw for the same reason as its neighbours there.
 */
export function openGeneration(row: NewGeneration): Prisma.PrismaPromise<unknown> {
  return database().$executeRaw`INSERT INTO "Generation"
      ("id", "userId", "upstream", "kind", "conversationId", "messageId", "position", "attempt", "model", "effort",
        "costState", "reservedPicoUsd", "createdAt")
    VALUES (${row.id}, ${row.userId}, ${row.upstream}, ${row.kind}, ${row.conversationId}, ${row.messageId}, ${row.position},
      ${row.attempt}, ${row.model}, ${row.effort}, ${openState(row)}, ${row.reservation?.picoUsd ?? null}, ${row.createdAt})`
}

function openState({ userId, upstream, reservation }: NewGeneration): Prisma.Sql {
  if (!reservation) return Prisma.sql`'pending'`
  return Prisma.sql`CASE WHEN ${passesLimit(reservation, userId, upstream)} THEN NULL ELSE 'pending' END`
}

/** Opens the row of a retry. When it would pass a budget the row says that it was never made, and the refusal is answered. */
export async function openRetry(row: NewGeneration): Promise<AppError | null> {
  try {
    await openGeneration(row)
    return null
  } catch (error) {
    if (!isBudgetReached(error)) throw error
    const refusal = await budgetRefusal(row)
    await openGeneration({ ...row, reservation: undefined })
    return refusal
  }
}

/**
 * Opens the row of a title, unless the conversation has one (the lanes of a comparison may end in the same moment), or a budget
 * would be passed: nobody can be asked, and the first words of the question will do.
 */
export async function openTitle(row: Omit<NewGeneration, 'kind' | 'messageId' | 'position' | 'attempt' | 'effort'>): Promise<boolean> {
  const opened = await database().$executeRaw`INSERT INTO "Generation"
      ("id", "userId", "upstream", "kind", "conversationId", "model", "costState", "reservedPicoUsd", "createdAt")
    SELECT ${row.id}, ${row.userId}, ${row.upstream}, 'title', ${row.conversationId}, ${row.model}, 'pending', ${row.reservation?.picoUsd ?? null},
      ${row.createdAt}
    WHERE NOT EXISTS (SELECT 1 FROM "Generation" WHERE "conversationId" = ${row.conversationId} AND "kind" = 'title')
      AND NOT (${row.reservation ? passesLimit(row.reservation, row.userId, row.upstream) : Prisma.sql`0`})`
  return opened === 1
}

/** The write that closes a row. */
export function settleGeneration(id: string, outcome: Partial<GenerationOutcome>): Prisma.PrismaPromise<unknown> {
  return database().generation.update({ where: { id }, data: outcome })
}

/** Takes back the row of a call that was never made: the turn was stopped before it. */
export async function dropUncalled(id: string): Promise<void> {
  await database().generation.deleteMany({ where: { id, openRouterId: null, costState: 'pending' } })
}

/** Fills in OpenRouter's id before the row is settled. Answers whether the row has it: one that another row has stays that one's. */
export async function noteOpenRouterId(id: string, openRouterId: string): Promise<boolean> {
  // OR IGNORE: a start that fails for what a dead process has left would fail for ever.
  const noted = await database()
    .$executeRaw`UPDATE OR IGNORE "Generation" SET "openRouterId" = ${openRouterId} WHERE "id" = ${id} AND "openRouterId" IS NULL`
  return noted === 1 || (await database().generation.count({ where: { id, openRouterId } })) === 1
}

export interface DueLookup {
  id: string
  userId: string
  openRouterId: string
  upstream: Upstream
  conversationId: string | null
  messageId: string | null
  model: string
  lookups: number
}

const lookupColumns = {
  id: true,
  userId: true,
  openRouterId: true,
  upstream: true,
  conversationId: true,
  messageId: true,
  model: true,
  lookups: true
} as const

/** Pending rows whose next look-up is due, oldest first. */
export async function dueLookups(now: Date, limit: number): Promise<DueLookup[]> {
  const rows = await database().generation.findMany({
    where: { costState: 'pending', nextLookupAt: { lte: now } },
    orderBy: { nextLookupAt: 'asc' },
    take: limit,
    select: lookupColumns
  })
  return rows.flatMap(toLookup)
}

/** Those of the given rows that are still pending. */
export async function lookupsOf(ids: readonly string[]): Promise<DueLookup[]> {
  const rows = await database().generation.findMany({ where: { id: { in: [...ids] }, costState: 'pending' }, select: lookupColumns })
  return rows.flatMap(toLookup)
}

function toLookup(row: Omit<DueLookup, 'openRouterId' | 'upstream'> & { openRouterId: string | null; upstream: string }): DueLookup[] {
  if (row.openRouterId === null) return []
  return [{ ...row, openRouterId: row.openRouterId, upstream: row.upstream === 'demo' ? 'demo' : 'openrouter' }]
}

/**
 * Stores what a look-up brought: an outcome, or the time of the next try. The message follows in the same transaction. A row
 * that somebody else has settled meanwhile stays as it is.
 */
export async function saveLookup(row: DueLookup, outcome: Partial<GenerationOutcome>): Promise<void> {
  const { id, messageId, lookups } = row
  const settled = database().generation.updateMany({ where: { id, costState: 'pending' }, data: { ...outcome, lookups: lookups + 1 } })
  await (messageId === null ? settled : writeAndFollow(messageId, settled, followLedger(messageId)))
}

/**
 * Pending rows of calls that nobody is making any more: asked for at once, or unknown when there is no id to ask with.
 * All of them when a process starts, else those of one message.
 */
export async function releaseAbandonedGenerations(now: Date, message?: { conversationId: string; messageId: string }): Promise<void> {
  const abandoned = {
    costState: 'pending',
    nextLookupAt: null,
    ...(message ? { conversationId: message.conversationId, messageId: message.messageId } : {})
  }
  await database().$transaction([
    database().generation.updateMany({
      where: { ...abandoned, openRouterId: null },
      data: { costState: 'unknown', errorCode: message ? 'internal' : 'server_restart' }
    }),
    database().generation.updateMany({ where: { ...abandoned, openRouterId: { not: null } }, data: { nextLookupAt: now } })
  ])
}

/** Cost and tokens of one message: the sum over its generations. */
export interface MessageCost {
  usage: TokenUsage
  costPicoUsd: bigint | null
  costState: CostState
}

/** Sums a message's rows, `settled` as if it were stored already. The doubtful state wins: one unknown row makes the whole unknown. */
export async function costOfMessage(
  message: { conversationId: string; messageId: string },
  settled?: { id: string; outcome: Partial<GenerationOutcome> }
): Promise<MessageCost> {
  const stored = await database().generation.findMany({
    where: { conversationId: message.conversationId, messageId: message.messageId },
    select: {
      id: true,
      costPicoUsd: true,
      costState: true,
      inputTokens: true,
      outputTokens: true,
      cacheReadTokens: true,
      cacheWriteTokens: true,
      reasoningTokens: true
    }
  })
  const rows = stored.map(row => (row.id === settled?.id ? { ...row, ...settled.outcome } : row))
  const known = rows.flatMap(row => (row.costPicoUsd === null ? [] : [row.costPicoUsd]))
  const costState = rows.some(row => row.costState === 'pending')
    ? 'pending'
    : rows.some(row => row.costState === 'unknown')
      ? 'unknown'
      : 'billed'
  return {
    usage: rows.reduce<TokenUsage>(addTokenUsage, noTokenUsage),
    costPicoUsd: known.length === 0 ? null : picoUsd(known.reduce((sum, amount) => sum + amount, 0n)),
    costState
  }
}

const nothing: CostTotal = { picoUsd: '0', pending: 0, unknown: 0 }

interface TotalRow {
  conversationId: string
  upstream: string
  picoUsd: bigint
  pending: bigint
  unknown: bigint
}

/** Everything spent in each of the given conversations, discarded branches and what came with an import included: at OpenRouter; in the demo only where nothing else was asked. */
export async function costOfConversations(userId: string, conversationIds: string[]): Promise<(conversationId: string) => CostTotal> {
  // +: by conversation, not through everything that the user ever asked.
  const rows = await database().$queryRaw<TotalRow[]>`
    WITH "asked" AS (SELECT "value" AS "id" FROM json_each(${JSON.stringify(conversationIds)})),
    "call" AS (
      SELECT "conversationId", "upstream", "costPicoUsd", "costState" FROM "Generation"
      WHERE "conversationId" IN (SELECT "id" FROM "asked") AND +"userId" = ${userId}
      UNION ALL SELECT i."conversationId", i."upstream", i."costPicoUsd", i."costState" FROM "ImportedCall" i
      JOIN "Conversation" c ON c."id" = i."conversationId"
      WHERE i."conversationId" IN (SELECT "id" FROM "asked") AND c."userId" = ${userId}
    )
    SELECT "conversationId", "upstream", COALESCE(SUM("costPicoUsd"), 0) AS "picoUsd",
      SUM("costState" = 'pending') AS "pending", SUM("costState" = 'unknown') AS "unknown"
    FROM "call" GROUP BY 1, 2 ORDER BY "upstream" = 'openrouter'`
  // The later of two takes the place of the other: their totals never mix.
  const totals = new Map(
    rows.map(({ conversationId, picoUsd, pending, unknown }) => [
      conversationId,
      { picoUsd: String(picoUsd), pending: Number(pending), unknown: Number(unknown) }
    ])
  )
  return conversationId => totals.get(conversationId) ?? nothing
}
