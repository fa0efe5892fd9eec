import 'server-only'
import type { BudgetAction, BudgetRefusal } from '../chat/budget.ts'
import { AppError } from '../errors.ts'
import type { Reservation } from './budget-guard.ts'
import { standingOf, subjectOf } from './budget-limits.ts'
import type { Upstream } from './ledger.ts'

interface RefusedCall {
  userId: string
  upstream: Upstream
  reservation?: Reservation | undefined
}

/** Why a call was refused: of the budgets that it would pass, one that cannot be confirmed goes first. `isHidden`: who answers is not shown. */
export async function budgetRefusal({ userId, upstream, reservation }: RefusedCall, isHidden = false): Promise<AppError> {
  const { picoUsd: estimate = null, limits = [] } = reservation ?? {}
  const standings = await Promise.all(limits.map(async limit => ({ limit, standing: await standingOf(userId, upstream, limit) })))
  const passed = standings.filter(
    ({ limit, standing }) => estimate === null || standing.spentPicoUsd + standing.reservedPicoUsd + estimate > limit.limitPicoUsd
  )
  // Meanwhile another call may have ended for less than was held for it; the sender sees so, and asks again.
  const candidates = passed.length > 0 ? passed : standings
  const first = candidates.find(({ limit }) => limit.action === 'stop') ?? candidates[0]
  if (!first) throw new Error('A call was refused without a budget')
  const budget: BudgetRefusal = {
    ...subjectOf(first.limit, first.standing),
    estimatePicoUsd: estimate === null ? null : String(estimate)
  }
  const message = refusalMessages[estimate === null ? 'unpriced' : first.limit.action]
  // Which budget it is, and what was spent of it, may tell a model.
  return new AppError('budget_reached', 402, message, isHidden ? {} : { budget })
}

const refusalMessages: Record<BudgetAction | 'unpriced', string> = {
  ask: 'This may pass a budget. Nothing was sent; it can be confirmed.',
  stop: 'This may pass a budget that stops. Nothing was sent.',
  unpriced: 'This model has no list price, so it cannot be kept within a budget. Nothing was sent.'
}
