import { type ReasoningEffort, reasoningEfforts } from '../chat/turn-request.ts'
import type { ModelInfo } from './model-info.ts'

/** The request's `reasoning` object: https://openrouter.ai/docs/guides/best-practices/reasoning-tokens */
export interface ReasoningParameter {
  effort?: ReasoningEffort
  /** Tokens to think with; must stay below the request's `max_tokens`. */
  max_tokens?: number
  exclude?: boolean
  enabled?: boolean
  [key: string]: unknown
}

/** Room left for the answer itself when only a thinking budget was given. */
const answerRoomTokens = 16_384
/** What a clamped budget must leave below the model's limit; also the smallest budget that Anthropic accepts. */
const smallestPartTokens = 1024

interface ReasoningWishes {
  effort: ReasoningEffort | undefined
  budgetTokens: number | undefined
  /** The caller's own `max_tokens`. */
  maxTokens: number | undefined
  info: ModelInfo
}

/**
 * Turns effort and budget into the request's parameters. The API takes one of the two, so the budget, which is more
 * exact, wins; and it refuses a budget that does not stay below `max_tokens`.
 */
export function reasoningAndLimit(wishes: ReasoningWishes): { reasoning?: ReasoningParameter; maxTokens?: number } {
  const { effort, budgetTokens, maxTokens, info } = wishes
  if (budgetTokens !== undefined && budgetTokens > 0) {
    const budget = clampBudget(budgetTokens, info.maxTokens)
    return { reasoning: { max_tokens: budget }, maxTokens: limitAbove(budget, maxTokens, info.maxTokens) }
  }
  const accepted = effort === undefined ? undefined : acceptedEffort(effort, info)
  return {
    ...(accepted === undefined ? {} : { reasoning: { effort: accepted } }),
    ...(maxTokens === undefined ? {} : { maxTokens })
  }
}

function clampBudget(budget: number, modelLimit: number | undefined): number {
  if (modelLimit === undefined) return budget
  return Math.min(budget, Math.max(modelLimit - smallestPartTokens, Math.floor(modelLimit / 2)))
}

/** A limit that is too low to hold the budget is read as the size of the answer alone. */
function limitAbove(budget: number, wanted: number | undefined, modelLimit: number | undefined): number {
  const limit = wanted !== undefined && wanted > budget ? wanted : budget + (wanted ?? answerRoomTokens)
  return Math.min(limit, modelLimit ?? Number.POSITIVE_INFINITY)
}

/** The nearest effort that the model supports, the lower of two; `undefined` when it is better left out. */
function acceptedEffort(effort: ReasoningEffort, info: ModelInfo): ReasoningEffort | undefined {
  if (effort === 'none') return info.reasoningMandatory === true ? undefined : effort
  const supported = reasoningEfforts.filter(name => name !== 'none' && info.supportedEfforts?.includes(name) === true)
  if (supported.length === 0) return effort
  const distance = (name: ReasoningEffort) => Math.abs(reasoningEfforts.indexOf(name) - reasoningEfforts.indexOf(effort))
  return supported.reduce((best, name) => (distance(name) < distance(best) ? name : best))
}
