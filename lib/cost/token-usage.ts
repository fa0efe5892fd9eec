/**
 * Tokens of one generation or a sum over several. `null` means that OpenRouter did not say; 0 means it said zero.
 * `inputTokens` excludes what was read from or written to a cache, as the handler's documentation has it.
 */
export interface TokenUsage {
  inputTokens: number | null
  outputTokens: number | null
  cacheReadTokens: number | null
  cacheWriteTokens: number | null
  /** Part of `outputTokens`. */
  reasoningTokens: number | null
}

/** billed: OpenRouter's own figure. pending: being looked up. unknown: given up, or never to be had. */
export type CostState = 'billed' | 'pending' | 'unknown'

/** The ledger's column, checked. */
export function readCostState(state: string): CostState {
  if (state === 'billed' || state === 'pending' || state === 'unknown') return state
  throw new Error(`Generation row with unknown state ${state}`)
}

export const noTokenUsage: TokenUsage = {
  inputTokens: null,
  outputTokens: null,
  cacheReadTokens: null,
  cacheWriteTokens: null,
  reasoningTokens: null
}

/** Adds two counts; absent and absent stays absent. */
function addTokens(left: number | null, right: number | null): number | null {
  return left === null && right === null ? null : (left ?? 0) + (right ?? 0)
}

/** Adds field by field: a turn's usage is the sum over its steps. */
export function addTokenUsage(left: TokenUsage, right: TokenUsage): TokenUsage {
  return {
    inputTokens: addTokens(left.inputTokens, right.inputTokens),
    outputTokens: addTokens(left.outputTokens, right.outputTokens),
    cacheReadTokens: addTokens(left.cacheReadTokens, right.cacheReadTokens),
    cacheWriteTokens: addTokens(left.cacheWriteTokens, right.cacheWriteTokens),
    reasoningTokens: addTokens(left.reasoningTokens, right.reasoningTokens)
  }
}

/** Everything the model read: uncached, cached and newly cached. `null` when nothing of it is known. */
export function promptTokens(usage: Omit<TokenUsage, 'outputTokens' | 'reasoningTokens'>): number | null {
  return addTokens(addTokens(usage.inputTokens, usage.cacheReadTokens), usage.cacheWriteTokens)
}
