import type { PastAnswer } from './next-price.ts'

export const shortAnswerTokens = 150
/** Few answers are longer, though most models could go on: with their own limit a range would say nothing. */
export const longAnswerTokens = 4000

/** Room that is left for the answer beside a budget of thinking, as lib/openrouter/reasoning-request.ts leaves it. */
export const thinkingTokens = { none: 0, minimal: 500, low: 1000, medium: 4000, high: 12_000, xhigh: 24_000, max: 32_000 } as const

const places = [0, 0.25, 0.5, 0.75, 1]

/** What is assumed of a model that has not answered yet: from a short answer without a thought to a long one with all of them. */
export function priorAnswers(mostThinkingTokens: number): PastAnswer[] {
  return places.map(place => ({
    outputTokens: Math.round(shortAnswerTokens * (longAnswerTokens / shortAnswerTokens) ** place + mostThinkingTokens * place),
    promptGrowth: 1,
    cachedShare: null,
    costRatio: 1
  }))
}
