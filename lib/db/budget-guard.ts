import 'server-only'
import type { BudgetAction, BudgetScope } from '../chat/budget.ts'
import { Prisma } from './generated/client.ts'
import type { Upstream } from './ledger.ts'

/** A budget that a call counts against, in the period that it is made in. */
export interface BudgetLimit {
  id: string
  scope: BudgetScope
  /** Empty for a day and a month. */
  target: string
  /** A model's: the dated slug by which answers name it, where it is known. */
  servedAs?: string | undefined
  /** A model's: answers of temporary chats that it may have given too. Their settings are not where the ledger is. */
  temporaryAnswers?: readonly string[] | undefined
  limitPicoUsd: bigint
  action: BudgetAction
  /** `null`: all its calls count, whenever they were made. */
  period: { from: Date; until: Date } | null
  timeZone: string
}

/** What a call holds of the user's budgets until its cost is known. */
export interface Reservation {
  /** Pico-dollars; `null`: its model has no list price. */
  picoUsd: bigint | null
  /** Those that it must keep within. */
  limits: readonly BudgetLimit[]
}

/** Condition on a ledger row: it counts against the limit. */
export function countsAgainst(
  { scope, target, servedAs = target, temporaryAnswers = [], period }: BudgetLimit,
  userId: string,
  upstream: Upstream
): Prisma.Sql {
  const own = Prisma.sql`"userId" = ${userId} AND "upstream" = ${upstream}`
  const within = period ? Prisma.sql`${own} AND "createdAt" >= ${period.from} AND "createdAt" < ${period.until}` : own
  switch (scope) {
    case 'day':
    case 'month':
      return within
    case 'conversation':
      // +: by conversation, not through everything that the user ever asked.
      return Prisma.sql`"conversationId" = ${target} AND +"userId" = ${userId} AND "upstream" = ${upstream}`
    case 'model':
      return Prisma.sql`${within} AND ("model" = ${target} OR "servedModel" IN (${target}, ${servedAs}) OR ${mayGoTo(target, temporaryAnswers)})`
  }
}

/** A call under way that the model answers when the one that was asked does not. */
function mayGoTo(model: string, temporaryAnswers: readonly string[]): Prisma.Sql {
  const stored = Prisma.sql`EXISTS (SELECT 1 FROM "Message" m, json_each(m."settings", '$.fallbackModels') f
    WHERE m."id" = "Generation"."messageId" AND f."value" = ${model})`
  if (temporaryAnswers.length === 0) return Prisma.sql`("costState" = 'pending' AND ${stored})`
  const inMemory = Prisma.sql`SELECT "value" FROM json_each(${JSON.stringify(temporaryAnswers)})`
  return Prisma.sql`("costState" = 'pending' AND (${stored} OR "messageId" IN (${inMemory})))`
}

/** Of such rows: what was spent, and what is held for calls whose cost is not known yet. */
const usedPicoUsd = Prisma.sql`COALESCE(SUM(COALESCE("costPicoUsd", CASE WHEN "costState" = 'pending' THEN "reservedPicoUsd" END)), 0)`

/** Whether one more call passes a limit. Within the statement that writes its row, nobody can come in between. */
export function passesLimit({ picoUsd, limits }: Reservation, userId: string, upstream: Upstream): Prisma.Sql {
  if (picoUsd === 0n || limits.length === 0) return Prisma.sql`0`
  if (picoUsd === null) return Prisma.sql`1`
  const passed = limits.map(
    limit =>
      Prisma.sql`(SELECT ${usedPicoUsd} FROM "Generation" WHERE ${countsAgainst(limit, userId, upstream)}) + ${picoUsd} > ${limit.limitPicoUsd}`
  )
  return Prisma.join(passed, ' OR ')
}

/** The row of a call that passes a limit has no state, which takes its whole transaction back. */
export function isBudgetReached(error: unknown): boolean {
  return error instanceof Error && error.message.includes('NOT NULL constraint failed: Generation.costState')
}
