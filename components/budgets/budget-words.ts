import type { BudgetRefusal, BudgetSubject, BudgetView } from '../../lib/chat/budget.ts'
import type { ModelCatalogue } from '../../lib/chat/model-summary.ts'
import { type BudgetState, budgetState, usedPercent } from '../../lib/cost/budget.ts'
import { formatCost } from '../../lib/cost/format.ts'
import { type PicoUsd, picoUsd, picoUsdFromJson } from '../../lib/cost/pico-usd.ts'
import { modelName } from '../models/model-name.ts'

const oneDollar = 1_000_000_000_000n

/** Cents in lists; below a dollar as much as tells one amount from another. */
export function dollars(amount: PicoUsd): string {
  return formatCost(amount, amount < oneDollar ? 'note' : 'glance').replace(/\.00$/, '')
}

export interface BudgetFigures {
  /** Spent, and held for calls that are under way. */
  used: PicoUsd
  limit: PicoUsd
  percent: number
  state: BudgetState
  /** "$13.58 of $40" */
  text: string
}

export function budgetFigures(budget: BudgetSubject & { unknown?: number }): BudgetFigures {
  const used = picoUsd(picoUsdFromJson(budget.spentPicoUsd) + picoUsdFromJson(budget.reservedPicoUsd))
  const limit = picoUsdFromJson(budget.limitPicoUsd)
  const atLeast = budget.unknown ? 'at least ' : ''
  const text = `${atLeast}${dollars(used)} of ${dollars(limit)}`
  return { used, limit, percent: usedPercent({ used, limit }), state: budgetState({ used, limit }), text }
}

/** The budget that has least left, in parts of its limit; `undefined` when there is none. */
export function tightest(budgets: readonly BudgetView[]): BudgetView | undefined {
  return [...budgets].sort((left, right) => partOf(right) - partOf(left))[0]
}

function partOf(budget: BudgetView): number {
  const { used, limit } = budgetFigures(budget)
  return Number(used) / Number(limit)
}

/** Those that a question of this model in this conversation counts against. */
export function budgetsOf(budgets: readonly BudgetView[], conversationId: string, models: readonly string[]): BudgetView[] {
  return budgets.filter(({ scope, target }) => {
    if (scope === 'conversation') return target === conversationId
    return scope !== 'model' || (target !== null && models.includes(target))
  })
}

/** "November", "today", "this conversation", "Claude Sonnet 5 in November". */
export function subjectWords(budget: BudgetSubject & { name?: string | null }, catalogue: ModelCatalogue): string {
  switch (budget.scope) {
    case 'day':
      return 'today'
    case 'month':
      return monthOf(budget)
    case 'model':
      return `${modelName(catalogue, budget.target ?? undefined)} in ${monthOf(budget)}`
    case 'conversation':
      return budget.name ? `“${budget.name}”` : 'this conversation'
  }
}

function monthOf({ from, timeZone }: BudgetSubject): string {
  return from === null ? '' : new Intl.DateTimeFormat('en-GB', { month: 'long', timeZone }).format(new Date(from))
}

/** "At this pace $41 by the 30th"; `null` while it is too early to say. */
export function paceWords({ scope, pacePicoUsd, elapsed, until, timeZone }: BudgetView): string | null {
  if (until === null || elapsed === null) return null
  if (pacePicoUsd === null) return `Too early to tell a pace${scope === 'day' ? ' for today' : ''}`
  const lastMoment = new Date(Date.parse(until) - 1)
  const day = Number(new Intl.DateTimeFormat('en-GB', { day: 'numeric', timeZone }).format(lastMoment))
  return `At this pace ${roundDollars(picoUsdFromJson(pacePicoUsd))} by ${scope === 'day' ? 'midnight' : `the ${ordinal(day)}`}`
}

/** A forecast in cents would claim too much. */
function roundDollars(amount: PicoUsd): string {
  if (amount < 10n * oneDollar) return dollars(amount)
  return dollars(picoUsd(((amount + oneDollar / 2n) / oneDollar) * oneDollar))
}

function ordinal(day: number): string {
  const ending = day % 100 >= 11 && day % 100 <= 13 ? 'th' : ({ 1: 'st', 2: 'nd', 3: 'rd' }[day % 10] ?? 'th')
  return `${day}${ending}`
}

/** What the bar cannot say. */
export function stateWords({ state, percent }: BudgetFigures, { action }: BudgetSubject): string | null {
  if (state === 'ok') return null
  if (state === 'warning') return `${percent} % used`
  return action === 'ask' ? 'Asks before sending' : 'Stops'
}

/** Why a question was not sent, and whether it can be all the same. */
export function refusalWords(budget: BudgetRefusal, catalogue: ModelCatalogue): { title: string; sentence: string; canConfirm: boolean } {
  const { used, limit } = budgetFigures(budget)
  const subject = subjectWords(budget, catalogue)
  const canConfirm = budget.action === 'ask'
  const held = picoUsdFromJson(budget.reservedPicoUsd) > 0n ? 'is spent or held for running answers' : 'is spent'
  if (budget.estimatePicoUsd === null) {
    return {
      title: canConfirm ? 'What this costs is not known' : 'Not sent: what this costs is not known',
      sentence: `The model has no list price, so nothing keeps it within your budget of ${dollars(limit)} for ${subject}.`,
      canConfirm
    }
  }
  const estimate = `This answer may cost up to ${dollars(picoUsdFromJson(budget.estimatePicoUsd))}.`
  return {
    title: canConfirm ? 'This may pass your budget' : 'Not sent: your budget stops here',
    sentence: `Your budget of ${dollars(limit)} for ${subject}: ${dollars(used)} ${held}. ${estimate}`,
    canConfirm
  }
}
