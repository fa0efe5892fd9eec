import 'server-only'
import type { BudgetAction, BudgetScope, BudgetSubject } from '../chat/budget.ts'
import { budgetPeriod } from '../cost/budget-period.ts'
import { type BudgetLimit, countsAgainst } from './budget-guard.ts'
import { openMemoryDatabase } from './chat-database.ts'
import { database } from './client.ts'
import { type Budget, Prisma } from './generated/client.ts'
import type { Upstream } from './ledger.ts'

/** One short answer does not make the next one short. */
const fewestAnswers = 5

type BudgetRow = Pick<Budget, 'id' | 'scope' | 'target' | 'limitPicoUsd' | 'action'> & { timeZone: string | null }

/**
 * The budgets that a call of these models counts against. Raw, and all in one read: this stands between the user and the
 * first token, where there is no budget as a rule.
 */
export async function limitsOf(
  userId: string,
  { conversationId, models }: { conversationId: string; models: readonly string[] },
  now: Date
): Promise<BudgetLimit[]> {
  const rows = await database().$queryRaw<BudgetRow[]>`
    SELECT "id", "scope", "target", "limitPicoUsd", "action",
      (SELECT json_extract("value", '$.timeZone') FROM "Setting" WHERE "userId" = ${userId} AND "name" = 'user') AS "timeZone"
    FROM "Budget" WHERE "userId" = ${userId}`
  return Promise.all(
    rows.map(row => toLimit(row, now)).flatMap(limit => (concerns(limit, conversationId, models) ? withTemporaryAnswers(limit) : []))
  )
}

/** A model's limit with the answers that the ledger alone cannot count against it. */
export async function withTemporaryAnswers(limit: BudgetLimit): Promise<BudgetLimit> {
  const memory = limit.scope === 'model' ? openMemoryDatabase() : null
  if (!memory) return limit
  const rows = await memory.$queryRaw<{ id: string }[]>`
    SELECT m."id" FROM "Message" m, json_each(m."settings", '$.fallbackModels') f WHERE f."value" = ${limit.target}`
  return { ...limit, temporaryAnswers: rows.map(({ id }) => id) }
}

function concerns({ scope, target }: BudgetLimit, conversationId: string, models: readonly string[]): boolean {
  switch (scope) {
    case 'day':
    case 'month':
      return true
    case 'conversation':
      return target === conversationId
    case 'model':
      return models.includes(target)
  }
}

/** A budget in the period that `now` is in. */
export function toLimit({ timeZone, ...row }: BudgetRow, now: Date): BudgetLimit {
  const scope = readScope(row.scope)
  const zone = timeZone ?? 'UTC'
  return {
    id: row.id,
    scope,
    target: row.target,
    limitPicoUsd: BigInt(row.limitPicoUsd),
    action: readAction(row.action),
    period: scope === 'conversation' ? null : budgetPeriod(scope === 'day' ? 'day' : 'month', now, zone),
    timeZone: zone
  }
}

function readScope(scope: string): BudgetScope {
  if (scope === 'day' || scope === 'month' || scope === 'conversation' || scope === 'model') return scope
  throw new Error(`Budget row with unknown scope ${scope}`)
}

function readAction(action: string): BudgetAction {
  if (action === 'ask' || action === 'stop') return action
  throw new Error(`Budget row with unknown action ${action}`)
}

/** Sums over the ledger. */
export interface Standing {
  spentPicoUsd: bigint
  reservedPicoUsd: bigint
  unknown: number
}

/** What stands on the ledger against a limit. */
export function standingOf(userId: string, upstream: Upstream, limit: BudgetLimit): Promise<Standing> {
  return sumOf(countsAgainst(limit, userId, upstream))
}

/** The same without the calls of one answer. */
export function standingWithout(messageId: string, userId: string, upstream: Upstream, limit: BudgetLimit): Promise<Standing> {
  return sumOf(Prisma.sql`${countsAgainst(limit, userId, upstream)} AND "messageId" IS NOT ${messageId}`)
}

/** The same as far as it may be seen: a sum by model or conversation would say who answers in a blind comparison before its vote. */
export function shownStandingOf(userId: string, upstream: Upstream, limit: BudgetLimit): Promise<Standing> {
  if (limit.scope === 'day' || limit.scope === 'month') return standingOf(userId, upstream, limit)
  return sumOf(Prisma.sql`${countsAgainst(limit, userId, upstream)} AND NOT EXISTS (
    SELECT 1 FROM "Conversation" c WHERE c."id" = "Generation"."conversationId" AND c."blind"
      AND NOT EXISTS (SELECT 1 FROM "Vote" v WHERE v."conversationId" = c."id"))`)
}

async function sumOf(rows: Prisma.Sql): Promise<Standing> {
  const [sums] = await database().$queryRaw<Record<keyof Standing, bigint>[]>`
    SELECT COALESCE(SUM("costPicoUsd"), 0) AS "spentPicoUsd",
      COALESCE(SUM(CASE WHEN "costPicoUsd" IS NULL AND "costState" = 'pending' THEN "reservedPicoUsd" END), 0) AS "reservedPicoUsd",
      COALESCE(SUM("costState" = 'unknown'), 0) AS "unknown"
    FROM "Generation" WHERE ${rows}`
  if (!sums) throw new Error('A sum gave no row')
  return { spentPicoUsd: BigInt(sums.spentPicoUsd), reservedPicoUsd: BigInt(sums.reservedPicoUsd), unknown: Number(sums.unknown) }
}

/** The longest of a model's last 20 answers since then, in tokens; `null` while there are too few to go by. */
export async function usualAnswer(userId: string, upstream: Upstream, model: string, since: Date): Promise<number | null> {
  const [row] = await database().$queryRaw<{ tokens: bigint | null }[]>`
    SELECT CASE WHEN COUNT(*) >= ${fewestAnswers} THEN MAX("outputTokens") END AS "tokens" FROM (
      SELECT "outputTokens" FROM "Generation" WHERE "userId" = ${userId} AND "upstream" = ${upstream} AND "createdAt" >= ${since}
        AND "model" = ${model} AND "kind" <> 'title' AND "outputTokens" IS NOT NULL ORDER BY "createdAt" DESC LIMIT 20)`
  return row?.tokens == null ? null : Number(row.tokens)
}

/** A budget with what stands against it, as JSON has it. */
export function subjectOf({ id, scope, target, period, timeZone, action, limitPicoUsd }: BudgetLimit, standing: Standing): BudgetSubject {
  return {
    id,
    scope,
    target: target === '' ? null : target,
    from: period?.from.toISOString() ?? null,
    until: period?.until.toISOString() ?? null,
    timeZone,
    action,
    limitPicoUsd: String(limitPicoUsd),
    spentPicoUsd: String(standing.spentPicoUsd),
    reservedPicoUsd: String(standing.reservedPicoUsd)
  }
}
