import 'server-only'
import { uuidv7 } from 'uuidv7'
import type { BudgetChange, BudgetScope, BudgetView, NewBudget } from '../chat/budget.ts'
import { elapsedPart, paceOf } from '../cost/budget.ts'
import { picoUsd } from '../cost/pico-usd.ts'
import { AppError, NotFoundError } from '../errors.ts'
import type { BudgetLimit } from './budget-guard.ts'
import { shownStandingOf, subjectOf, toLimit, withTemporaryAnswers } from './budget-limits.ts'
import { chatDatabase, chatDatabases } from './chat-database.ts'
import { database } from './client.ts'
import type { Upstream } from './ledger.ts'
import { isUniqueViolation } from './unique-violation.ts'

/** More are no overview any more. */
const maxBudgets = 200

interface BudgetScene {
  upstream: Upstream
  timeZone: string | undefined
  /** The dated slug by which a model's answers name it. */
  servedAs: (model: string) => Promise<string | undefined>
}

/** The user's budgets, the wider ones first; without those of deleted conversations. */
export async function listBudgets(userId: string, { upstream, timeZone, servedAs }: BudgetScene, now: Date): Promise<BudgetView[]> {
  const rows = await database().budget.findMany({ where: { userId }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] })
  const targets = rows.flatMap(row => (row.scope === 'conversation' ? [row.target] : []))
  const where = { id: { in: targets }, userId, deletedAt: null }
  const conversations = await Promise.all(
    chatDatabases(targets).map(content => content.conversation.findMany({ where, select: { id: true, title: true } }))
  )
  const titles = new Map(conversations.flat().map(({ id, title }) => [id, title]))
  const limits = rows
    .map(row => toLimit({ ...row, timeZone: timeZone ?? null }, now))
    .filter(({ scope, target }) => scope !== 'conversation' || titles.has(target))
  limits.sort((left, right) => scopeOrder[left.scope] - scopeOrder[right.scope])
  return Promise.all(
    limits.map(async limit => {
      const named = limit.scope === 'model' ? { ...(await withTemporaryAnswers(limit)), servedAs: await servedAs(limit.target) } : limit
      return viewOf(userId, upstream, named, titles, now)
    })
  )
}

const scopeOrder: Record<BudgetScope, number> = { month: 0, day: 1, model: 2, conversation: 3 }

async function viewOf(
  userId: string,
  upstream: Upstream,
  limit: BudgetLimit,
  titles: ReadonlyMap<string, string>,
  now: Date
): Promise<BudgetView> {
  const standing = await shownStandingOf(userId, upstream, limit)
  const elapsed = limit.period ? elapsedPart(limit.period, now) : null
  const pace = elapsed === null ? null : paceOf(picoUsd(standing.spentPicoUsd), elapsed)
  return {
    ...subjectOf(limit, standing),
    name: limit.scope === 'conversation' ? (titles.get(limit.target) ?? null) : limit.scope === 'model' ? limit.target : null,
    unknown: standing.unknown,
    elapsed,
    pacePicoUsd: pace === null ? null : String(pace)
  }
}

/** 404 for a conversation that is not the user's, 409 when there is such a budget already. */
export async function createBudget(userId: string, budget: NewBudget): Promise<string> {
  const target = 'target' in budget ? budget.target : ''
  if (budget.scope === 'conversation') {
    const conversation = await chatDatabase(target).conversation.findFirst({
      where: { id: target, userId, deletedAt: null },
      select: { id: true }
    })
    if (!conversation) throw new NotFoundError('conversation')
  }
  if ((await database().budget.count({ where: { userId } })) >= maxBudgets) {
    throw new AppError('too_many', 409, `There are ${maxBudgets} budgets already. Remove one first.`)
  }
  const id = uuidv7()
  const { scope, action, limitPicoUsd } = budget
  try {
    await database().budget.create({ data: { id, userId, scope, target, action, limitPicoUsd: BigInt(limitPicoUsd) } })
  } catch (error) {
    if (isUniqueViolation(error)) throw new AppError('budget_exists', 409, 'There is such a budget already. Change that one.')
    throw error
  }
  return id
}

export async function changeBudget(userId: string, id: string, { limitPicoUsd, action }: BudgetChange): Promise<void> {
  const { count } = await database().budget.updateMany({
    where: { id, userId },
    data: { ...(limitPicoUsd === undefined ? {} : { limitPicoUsd: BigInt(limitPicoUsd) }), ...(action === undefined ? {} : { action }) }
  })
  if (count === 0) throw new NotFoundError('budget')
}

export async function deleteBudget(userId: string, id: string): Promise<void> {
  const { count } = await database().budget.deleteMany({ where: { id, userId } })
  if (count === 0) throw new NotFoundError('budget')
}
