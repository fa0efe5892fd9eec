import type { ModelSummary } from '@/lib/chat/model-summary.ts'
import type { ReasoningEffort, TurnSettings } from '@/lib/chat/turn-request.ts'
import { estimateCost, estimateTokens } from '@/lib/cost/estimate.ts'
import { nextPrice, type PriceBasis } from '@/lib/cost/next-price.ts'
import { picoUsd, picoUsdFromJson } from '@/lib/cost/pico-usd.ts'
import type { PriceRange } from '@/lib/cost/price-range.ts'
import { longAnswerTokens, shortAnswerTokens, thinkingTokens } from '@/lib/cost/prior-answers.ts'

/** The part of a question that has a price. */
export interface PricedQuestion {
  /** Of its text in UTF-8. */
  bytes: number
  images: number
}

/** What providers count for a picture: least at low detail, most at the size to which all of them shrink it. */
const imageTokens = { least: 85, most: 1600 }

/**
 * The list price of one lane; `null` when the model has no known price. Calls of tools, PDFs and sound are not in it: their
 * tokens are not known before.
 */
export function priceRange(question: PricedQuestion, settings: TurnSettings, model: ModelSummary | undefined): PriceRange | null {
  if (!model || model.inputPrice === null || model.outputPrice === null) return null
  const prices = { inputPrice: model.inputPrice, outputPrice: model.outputPrice }
  const textTokens = estimateTokens(question.bytes + bytesOf(settings.systemPrompt ?? ''))
  const longest = longestAnswer(settings, model)
  const low = estimateCost(
    { input: textTokens + question.images * imageTokens.least, output: Math.min(shortAnswerTokens, longest) },
    prices
  )
  const high = estimateCost({ input: textTokens + question.images * imageTokens.most, output: longest }, prices)
  return low === null || high === null ? null : capped(low, high, settings.costCapPicoUsd)
}

/** The same from this model's own answers; `null` when there are too few of them, or no price. */
export function learntRange(question: PricedQuestion, settings: TurnSettings, basis: PriceBasis | null, now: number): PriceRange | null {
  if (basis === null || (basis.scope !== 'effort' && basis.scope !== 'model')) return null
  const newTokens =
    estimateTokens(question.bytes + bytesOf(settings.systemPrompt ?? '')) + question.images * ((imageTokens.least + imageTokens.most) / 2)
  const price = nextPrice(basis, { newTokens, now, ...(settings.maxTokens === undefined ? {} : { maxTokens: settings.maxTokens }) })
  return price && capped(price.lowPicoUsd, price.highPicoUsd, settings.costCapPicoUsd)
}

export function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length
}

/** Answer and thought together, which is what a limit bounds; a budget above the limit is added to it. */
function longestAnswer(settings: TurnSettings, model: ModelSummary): number {
  const { maxTokens, thinkingBudgetTokens: budget } = settings
  const thinking = model.supportsReasoning ? (budget ?? thinkingTokens[settings.reasoningEffort ?? defaultEffort(model)]) : 0
  const wanted = maxTokens === undefined ? longAnswerTokens + thinking : maxTokens > (budget ?? 0) ? maxTokens : (budget ?? 0) + maxTokens
  return Math.min(wanted, model.maxTokens ?? wanted)
}

/** What a model does that was told nothing: the middle of what it knows. */
function defaultEffort(model: ModelSummary): ReasoningEffort {
  return model.supportedEfforts.length === 0 || model.supportedEfforts.includes('medium') ? 'medium' : 'low'
}

function capped(low: bigint, high: bigint, cap: string | undefined): PriceRange {
  const bound = cap === undefined ? high : picoUsdFromJson(cap)
  const least = (amount: bigint) => picoUsd(amount < bound ? amount : bound)
  return { low: least(low), high: least(high) }
}

/** All lanes together, and how many of them have no known price. */
export function totalRange(ranges: readonly (PriceRange | null)[]): PriceRange & { unpriced: number } {
  const known = ranges.filter(range => range !== null)
  return {
    low: picoUsd(known.reduce((sum, range) => sum + range.low, 0n)),
    high: picoUsd(known.reduce((sum, range) => sum + range.high, 0n)),
    unpriced: ranges.length - known.length
  }
}
