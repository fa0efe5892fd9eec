import 'server-only'
import type { PricedCall } from '../cost/past-answers.ts'
import { readCostState } from '../cost/token-usage.ts'
import { database } from './client.ts'
import { hiddenAmong } from './comparisons.ts'
import { Prisma } from './generated/client.ts'
import type { Upstream } from './ledger.ts'

/** How many of the newest calls are read: enough for the answers that a price is learnt from, their steps and titles among them. */
const newest = 256

const columns = Prisma.sql`"conversationId", "messageId", "kind", "position", "model", "inputTokens", "outputTokens", "cacheReadTokens",
  "cacheWriteTokens", "costPicoUsd", "costState", "finishReason", "createdAt"`

interface Row extends Omit<PricedCall, 'costState'> {
  kind: string
  costState: string
}

/** The newest calls of a model at one effort. By rowid: rows are written in the order of time, and the index then needs no column for it. */
export async function readCallsAtEffort(
  userId: string,
  upstream: Upstream,
  model: string,
  effort: string | null,
  limit = newest
): Promise<PricedCall[]> {
  return toCalls(
    await database().$queryRaw<Row[]>`SELECT ${columns} FROM "Generation"
      WHERE "userId" = ${userId} AND "upstream" = ${upstream} AND "model" = ${model} AND "effort" IS ${effort}
      ORDER BY rowid DESC LIMIT ${limit}`
  )
}

/** The newest calls of all models. */
export async function readNewestCalls(userId: string, upstream: Upstream): Promise<PricedCall[]> {
  // The inner limit bounds what is read where others wrote most of the rows.
  return toCalls(
    await database().$queryRaw<Row[]>`SELECT ${columns} FROM (SELECT * FROM "Generation" ORDER BY rowid DESC LIMIT ${4 * newest})
      WHERE "userId" = ${userId} AND "upstream" = ${upstream} LIMIT ${newest}`
  )
}

/** The calls of one answer; none of an answer that is hidden or not there. */
export async function readCallsOfAnswer(userId: string, conversationId: string, messageId: string): Promise<PricedCall[]> {
  return toCalls(
    await database().$queryRaw<Row[]>`SELECT ${columns} FROM "Generation"
      WHERE "conversationId" = ${conversationId} AND "messageId" = ${messageId} AND "userId" = ${userId}`
  )
}

/** Answers alone: titles and merges go another way. What a blind comparison's answers cost would give their models away. */
async function toCalls(rows: readonly Row[]): Promise<PricedCall[]> {
  const compared = new Set(rows.flatMap(row => (row.kind === 'compare' && row.conversationId !== null ? [row.conversationId] : [])))
  const conversations =
    compared.size === 0
      ? []
      : await database().conversation.findMany({ where: { id: { in: [...compared] }, blind: true }, select: { id: true, blind: true } })
  const hidden = await hiddenAmong(conversations)
  return rows
    .filter(row => (row.kind === 'chat' || row.kind === 'compare') && !hidden.has(row.conversationId ?? ''))
    .map(({ kind: _kind, costState, ...row }) => ({ ...row, costState: readCostState(costState) }))
}
