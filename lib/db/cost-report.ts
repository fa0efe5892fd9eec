import 'server-only'
import { type Block, blocksOf, boundsOf, dateIn, dayCount, daysIn, hoursOf, monthsIn, type Period } from '../cost/period.ts'
import { type CostReport, type CostRow, type CostSlot, type CostSum, mostSeries, toolFees } from '../cost/report.ts'
import { database } from './client.ts'
import { modelOfCall, ofSums, type RollupScope, rollupsOf } from './cost-rollups.ts'
import { Prisma } from './generated/client.ts'
import type { Upstream } from './ledger.ts'

/** Conversations that the report lists one by one. */
const listedConversations = 50
/** Days that a chart shows as days. */
const mostDays = 92

type Sums = { [Name in Exclude<keyof CostSum, `${string}Tokens`>]: bigint } & {
  [Name in Extract<keyof CostSum, `${string}Tokens`>]: bigint | null
}
type ModelSums = Sums & { model: string; provider: string; kind: string }
type ConversationSums = Sums & { conversationId: string; title: string | null }
type Time = Pick<CostSlot, 'startsAt' | 'endsAt'>

/** Date of a user's first call in a zone; `null` before there is one. */
export function firstCallOn(scope: RollupScope): Promise<string | null> {
  return dateOfCall(scope, 'asc')
}

async function dateOfCall({ userId, upstream, zone }: RollupScope, createdAt: 'asc' | 'desc'): Promise<string | null> {
  const row = await database().generation.findFirst({ where: { userId, upstream }, orderBy: { createdAt }, select: { createdAt: true } })
  return row ? dateIn(zone, row.createdAt) : null
}

type Days = Pick<Period, 'first' | 'last'>

/** The years in which anything was asked: there is nothing to keep sums of in others. */
async function yearsOfCalls(scope: RollupScope): Promise<Days | null> {
  const [first, last] = await Promise.all([dateOfCall(scope, 'asc'), dateOfCall(scope, 'desc')])
  return first === null || last === null ? null : { first: `${first.slice(0, 4)}-01-01`, last: `${last.slice(0, 4)}-12-31` }
}

function blocksWithin(years: Days | null, { first, last }: Days): Block[] {
  return years === null ? [] : blocksOf(first < years.first ? years.first : first, last > years.last ? years.last : last)
}

/** What was spent in a period: every call of the user's to this upstream, those of deleted conversations among them. */
export async function readCostReport(userId: string, upstream: Upstream, period: Period): Promise<CostReport> {
  const { first, last, zone } = period
  const scope = { userId, upstream, zone }
  const years = await yearsOfCalls(scope)
  // Nothing lies before the first call: with its whole year there is less to add up.
  const rollups = await rollupsOf(scope, blocksWithin(years, { first: period.kind === 'all' ? `${first.slice(0, 4)}-01-01` : first, last }))
  const calls = await readModelSums(rollups)
  const byModel = rowsBy(calls, row => row.model)
  const series = byModel.slice(0, byModel.length > mostSeries ? mostSeries - 1 : mostSeries).map(({ key }) => key)
  const slots = first === last ? await readHours(scope, first, series) : await readSlots(scope, period, years, series)
  const { count, listed } = await readConversations(rollups)
  const total = added(calls)
  return {
    upstream,
    first,
    last,
    zone,
    total: toSum(total),
    grain: grainOf(period),
    slots,
    series,
    byModel,
    byProvider: rowsBy(calls, row => row.provider),
    byKind: kindRows(calls),
    byConversation: listed.map(conversationRow),
    others: count === listed.length ? null : { count: count - listed.length, sum: toSum(added(listed, total)) }
  }
}

function grainOf(period: Period): CostReport['grain'] {
  if (period.first === period.last) return 'hour'
  return dayCount(period) <= mostDays ? 'day' : 'month'
}

function readModelSums(rollups: Prisma.Sql): Promise<ModelSums[]> {
  return database().$queryRaw<ModelSums[]>`SELECT "model", "provider", "kind", ${ofSums} FROM "CostByModel"
    WHERE "rollupId" IN (${rollups}) GROUP BY "model", "provider", "kind"`
}

/** The most expensive, and how many there are. Only those that are listed are summed whole. */
async function readConversations(rollups: Prisma.Sql): Promise<{ count: number; listed: ConversationSums[] }> {
  const top = await database().$queryRaw<{ conversationId: string; count: bigint }[]>`
    WITH "amounts" AS MATERIALIZED (
      SELECT "conversationId", SUM("picoUsd") AS "picoUsd" FROM "CostByConversation" WHERE "rollupId" IN (${rollups}) GROUP BY 1
    )
    SELECT "conversationId", (SELECT COUNT(*) FROM "amounts") AS "count" FROM "amounts" ORDER BY "picoUsd" DESC, 1 LIMIT ${listedConversations}`
  const listed = await database().$queryRaw<ConversationSums[]>`
    SELECT s.*, c."title" FROM (
      SELECT "conversationId", ${ofSums} FROM "CostByConversation"
      WHERE "rollupId" IN (${rollups}) AND "conversationId" IN (SELECT "value" FROM json_each(${JSON.stringify(top.map(row => row.conversationId))}))
      GROUP BY "conversationId" ORDER BY SUM("picoUsd") DESC, "conversationId"
    ) s LEFT JOIN "Conversation" c ON c."id" = s."conversationId" AND c."deletedAt" IS NULL`
  return { count: Number(top[0]?.count ?? 0), listed }
}

/** Days, or months with broken ones at the ends. */
async function readSlots(scope: RollupScope, period: Period, years: Days | null, series: readonly string[]): Promise<CostSlot[]> {
  const parts = grainOf(period) === 'day' ? daysIn(period) : monthsIn(period)
  const blocks = parts.flatMap(part => blocksWithin(years, part))
  const rows = await database().$queryRaw<AmountRow[]>`
    SELECT r."startsAt" AS "at", ${inSeries(Prisma.sql`c."model"`, series)} AS "model", SUM(c."picoUsd") AS "picoUsd",
      SUM(c."pending") AS "pending", SUM(c."unknown") AS "unknown"
    FROM "CostRollup" r JOIN "CostByModel" c ON c."rollupId" = r."id" WHERE r."id" IN (${await rollupsOf(scope, blocks)}) GROUP BY 1, 2`
  return slotsOf(
    parts.map(part => timeOf(boundsOf({ ...part, zone: scope.zone }))),
    rows
  )
}

/** From the ledger itself: a day is short. */
async function readHours({ userId, upstream, zone }: RollupScope, date: string, series: readonly string[]): Promise<CostSlot[]> {
  const { startsAt, endsAt } = boundsOf({ first: date, last: date, zone })
  const rows = await database().$queryRaw<AmountRow[]>`
    SELECT substr(g."createdAt", 1, 16) || ':00.000+00:00' AS "at", ${inSeries(modelOfCall, series)} AS "model",
      COALESCE(SUM(g."costPicoUsd"), 0) AS "picoUsd", SUM(g."costState" = 'pending') AS "pending", SUM(g."costState" = 'unknown') AS "unknown"
    FROM "Generation" g
    WHERE g."userId" = ${userId} AND g."upstream" = ${upstream} AND g."createdAt" >= ${startsAt} AND g."createdAt" < ${endsAt}
    GROUP BY 1, 2`
  return slotsOf(hoursOf(date, zone).map(timeOf), rows)
}

/** A model that has a series, else nothing. */
function inSeries(model: Prisma.Sql, series: readonly string[]): Prisma.Sql {
  return series.length === 0 ? Prisma.sql`NULL` : Prisma.sql`CASE WHEN ${model} IN (${Prisma.join([...series])}) THEN ${model} END`
}

interface AmountRow {
  at: Date | string
  /** `null`: one without a series. */
  model: string | null
  picoUsd: bigint
  pending: bigint
  unknown: bigint
}

function timeOf({ startsAt, endsAt }: { startsAt: Date; endsAt: Date }): Time {
  return { startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() }
}

function slotsOf(times: readonly Time[], rows: readonly AmountRow[]): CostSlot[] {
  const slots = times.map(time => ({ ...time, pending: 0, unknown: 0, sums: new Map<string | null, bigint>() }))
  for (const { at, model, picoUsd, pending, unknown } of rows) {
    const moment = new Date(at).toISOString()
    const own = slots.findLast(({ startsAt }) => startsAt <= moment)
    if (!own) continue
    own.pending += Number(pending)
    own.unknown += Number(unknown)
    own.sums.set(model, (own.sums.get(model) ?? 0n) + BigInt(picoUsd))
  }
  return slots.map(({ sums, ...slot }) => {
    const { null: others = '0', ...amounts } = Object.fromEntries([...sums].map(([model, sum]) => [String(model), String(sum)]))
    return { ...slot, amounts, others }
  })
}

const nothing: Sums = {
  requests: 0n,
  answers: 0n,
  pending: 0n,
  unknown: 0n,
  inputTokens: null,
  outputTokens: null,
  cacheReadTokens: null,
  cacheWriteTokens: null,
  reasoningTokens: null,
  picoUsd: 0n,
  providerPicoUsd: 0n,
  feePicoUsd: 0n,
  toolFeePicoUsd: 0n,
  reasoningPicoUsd: 0n,
  cacheSavedPicoUsd: 0n,
  discarded: 0n,
  discardedPicoUsd: 0n
}
const names = Object.keys(nothing) as (keyof Sums)[]

function combined(left: Sums, right: Sums, sign: 1n | -1n): Sums {
  const entries = names.map(name => {
    const [one, other] = [left[name], right[name]]
    return [name, one === null && other === null ? null : BigInt(one ?? 0) + sign * BigInt(other ?? 0)]
  })
  // Every name has its value: the keys are those of `nothing`.
  return Object.fromEntries(entries) as Sums
}

/** The sum of rows, or what is left of `whole` without them. */
function added(rows: readonly Sums[], whole?: Sums): Sums {
  return rows.reduce((sum, row) => combined(sum, row, whole ? -1n : 1n), whole ?? nothing)
}

function toSum(sums: Sums): CostSum {
  const entries = names.map(name => {
    const value = sums[name]
    return [name, value === null ? null : name.endsWith('icoUsd') ? String(value) : Number(value)]
  })
  return Object.fromEntries(entries) as CostSum
}

function rowsBy(rows: readonly ModelSums[], keyOf: (row: ModelSums) => string): CostRow[] {
  return sorted([...Map.groupBy(rows, keyOf)].map(([key, group]) => ({ key, sum: toSum(added(group)) })))
}

function conversationRow(row: ConversationSums): CostRow {
  return { key: row.conversationId, title: row.title, sum: toSum(row) }
}

/** What server tools cost is a line of its own, taken out of the others. */
function kindRows(rows: readonly ModelSums[]): CostRow[] {
  const fees = added(rows).toolFeePicoUsd
  const kinds = rowsBy(
    rows.map(row => ({ ...row, picoUsd: row.picoUsd - row.toolFeePicoUsd, toolFeePicoUsd: 0n })),
    row => row.kind
  )
  if (fees === 0n) return kinds
  return sorted([...kinds, { key: toolFees, sum: toSum({ ...nothing, picoUsd: fees, toolFeePicoUsd: fees }) }])
}

/** The most expensive first. */
function sorted(rows: CostRow[]): CostRow[] {
  const amount = ({ sum }: CostRow) => BigInt(sum.picoUsd)
  return rows.sort((left, right) =>
    amount(left) === amount(right) ? right.sum.requests - left.sum.requests : amount(left) < amount(right) ? 1 : -1
  )
}
