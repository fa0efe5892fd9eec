import { z } from 'zod'
import { modelSlug } from './turn-request.ts'

/** `day` and `month` count everything; a model is counted by the month, a conversation over its whole life. */
export type BudgetScope = 'day' | 'month' | 'conversation' | 'model'

/** At the limit: `ask` before each question that would pass it, or `stop`. */
export const budgetActions = ['ask', 'stop'] as const
export type BudgetAction = (typeof budgetActions)[number]

/** A millionth of a dollar to a million dollars. */
const smallest = 1_000_000n
const largest = 1_000_000_000_000_000_000n

const limitPicoUsd = z
  .string()
  .regex(/^[1-9]\d{0,18}$/, 'must be a whole number of pico-dollars above 0')
  .refine(text => {
    const amount = /^\d{1,19}$/.test(text) ? BigInt(text) : 0n
    return amount >= smallest && amount <= largest
  }, 'must be between $0.000001 and $1,000,000')

const terms = { limitPicoUsd, action: z.enum(budgetActions) }

/** Body of `POST /api/budgets`. */
export const newBudget = z.discriminatedUnion('scope', [
  z.strictObject({ scope: z.literal('day'), ...terms }),
  z.strictObject({ scope: z.literal('month'), ...terms }),
  z.strictObject({ scope: z.literal('conversation'), target: z.uuid(), ...terms }),
  z.strictObject({ scope: z.literal('model'), target: modelSlug, ...terms })
])
export type NewBudget = z.infer<typeof newBudget>

/** Body of `PATCH /api/budgets/:id`. */
export const budgetChange = z
  .strictObject({ limitPicoUsd: limitPicoUsd.optional(), action: terms.action.optional() })
  .refine(change => Object.keys(change).length > 0, 'must change something')
export type BudgetChange = z.infer<typeof budgetChange>

/** What a budget is of. */
export interface BudgetSubject {
  id: string
  scope: BudgetScope
  /** Conversation id or model slug; `null` for a day and a month, and while a blind comparison names no model. */
  target: string | null
  /** ISO 8601: when its period began, and when the next one does; `null` for a conversation. */
  from: string | null
  until: string | null
  /** IANA: whose midnight that is. */
  timeZone: string
  action: BudgetAction
  /** Decimal strings of pico-dollars, as all amounts here. */
  limitPicoUsd: string
  /** Billed so far in its period, at the upstream that turns go to now. */
  spentPicoUsd: string
  /** Held for calls whose cost is not known yet. */
  reservedPicoUsd: string
}

/** One line of `GET /api/budgets`. */
export interface BudgetView extends BudgetSubject {
  /** The conversation's title, or the model's slug; `null` for a day and a month. */
  name: string | null
  /** Calls whose cost will never be known: what was spent is at least what is said. */
  unknown: number
  /** At the pace so far, by the end of the period; `null` before enough of it has gone, and for a conversation. */
  pacePicoUsd: string | null
  /** Part of the period that has gone, 0 to 1; `null` for a conversation. */
  elapsed: number | null
}

/** Answer of `GET /api/budgets`. */
export interface BudgetList {
  upstream: 'demo' | 'openrouter'
  budgets: BudgetView[]
}

/** Why a question was not sent, or an answer does not go on: `error.budget` with `budget_reached`. */
export interface BudgetRefusal extends BudgetSubject {
  /** What the call was estimated at; `null`: its model has no list price, so it cannot be kept within a budget. */
  estimatePicoUsd: string | null
}
