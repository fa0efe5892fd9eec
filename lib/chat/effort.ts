import type { TurnSettings } from './turn-request.ts'

/** How hard a turn is told to think, in one word: an effort, or the budget of tokens, which wins over it; `null`: the model's default. */
export function effortOf({
  reasoningEffort,
  thinkingBudgetTokens
}: Pick<TurnSettings, 'reasoningEffort' | 'thinkingBudgetTokens'>): string | null {
  return thinkingBudgetTokens === undefined ? (reasoningEffort ?? null) : String(thinkingBudgetTokens)
}
