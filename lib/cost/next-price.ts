import type { ListPrices } from './estimate.ts'
import { type PicoUsd, picoUsd } from './pico-usd.ts'
import { cacheLifeMs, leastCachedTokens } from './prompt-cache.ts'

/** Dollars per million tokens, with those of what is read from a prompt cache. */
export interface CachePrices extends ListPrices {
  cacheReadPrice?: number
}

/** An answer of the past: a way that the next one may go. */
export interface PastAnswer {
  /** Of all its steps, thoughts included. */
  outputTokens: number
  /** All that its steps read, as a multiple of what the first one read. */
  promptGrowth: number
  /** Part of the prompt before that its first step read from the cache; `null`: there was none to be read. */
  cachedShare: number | null
  /** What was billed, as a multiple of `listCost`: discounts, fees, cache writes, whatever the list does not say. */
  costRatio: number
}

/** The answer that the next question follows. */
export interface PromptAnchor {
  model: string
  /** Of its last step: what it read, as the upstream counted, and what it said. */
  promptTokens: number
  outputTokens: number
  /** Of its prompt: read from the cache or written to it. */
  cachedTokens: number
  /** ISO 8601: when its last call began. */
  calledAt: string
}

/** What the past answers are answers of; `prior`: there are none, and they are assumed. */
export type PriceScope = 'effort' | 'model' | 'all' | 'prior'

/** Everything but the question that a price follows from. */
export interface PriceBasis {
  model: string
  /** `null`: the model has no known price. */
  prices: CachePrices | null
  scope: PriceScope
  answers: PastAnswer[]
  anchor: PromptAnchor | null
  /** What is sent before the first question: the tools. */
  fixedTokens: number
}

export interface NextPrice {
  lowPicoUsd: PicoUsd
  expectedPicoUsd: PicoUsd
  highPicoUsd: PicoUsd
  promptTokens: number
  /** Part of the prompt that is probably read from the cache. */
  cachedTokens: number
}

/**
 * What the next answer will probably cost: what it would cost if it went as each of the past ones went. `newTokens`: all that
 * the upstream has not counted yet. `null`: no price is known.
 */
export function nextPrice(basis: PriceBasis, next: { newTokens: number; maxTokens?: number; now: number }): NextPrice | null {
  const { prices, answers, anchor } = basis
  if (prices?.inputPrice === undefined || prices.outputPrice === undefined || answers.length === 0) return null
  const promptTokens = next.newTokens + (anchor ? anchor.promptTokens + anchor.outputTokens : basis.fixedTokens)
  const cacheable = anchor && isCacheAlive(anchor, basis.model, next.now) ? anchor.promptTokens : 0
  const usualShare = anchor && cacheable > 0 ? usualCachedShare(answers, anchor) : 0
  const costs = answers
    .map(({ outputTokens, promptGrowth, cachedShare, costRatio }) => {
      const cachedTokens = cacheable * (cachedShare ?? usualShare)
      const output = Math.min(outputTokens, next.maxTokens ?? outputTokens)
      return (listCost({ promptTokens, cachedTokens, promptGrowth, outputTokens: output }, prices) ?? 0) * costRatio
    })
    .sort((left, right) => left - right)
  return {
    lowPicoUsd: rounded(quantile(costs, 0.1)),
    expectedPicoUsd: rounded(quantile(costs, 0.5)),
    highPicoUsd: rounded(quantile(costs, 0.9)),
    promptTokens,
    cachedTokens: Math.round(cacheable * usualShare)
  }
}

/** Whether the next call of this model can read what an answer's call left in the cache. */
export function isCacheAlive(anchor: Pick<PromptAnchor, 'model' | 'promptTokens' | 'calledAt'>, model: string, now: number): boolean {
  return anchor.model === model && anchor.promptTokens >= leastCachedTokens && now - Date.parse(anchor.calledAt) < cacheLifeMs
}

/** What this model read from the cache before, else what its last call had there. */
function usualCachedShare(answers: readonly PastAnswer[], { promptTokens, cachedTokens }: PromptAnchor): number {
  const shares = answers.flatMap(({ cachedShare }) => (cachedShare === null ? [] : [cachedShare])).sort((left, right) => left - right)
  return shares.length > 0 ? quantile(shares, 0.5) : Math.min(1, cachedTokens / promptTokens)
}

/** Pico-dollars at list price, by the tier of the first prompt; what later steps read counts as uncached. `null`: no price. */
export function listCost(
  tokens: { promptTokens: number; cachedTokens: number; promptGrowth: number; outputTokens: number },
  prices: CachePrices
): number | null {
  const tier = (prices.priceTiers ?? [])
    .filter(({ minPromptTokens }) => minPromptTokens <= tokens.promptTokens)
    .sort((left, right) => right.minPromptTokens - left.minPromptTokens)[0]
  const inputPrice = tier?.inputPrice ?? prices.inputPrice
  const outputPrice = tier?.outputPrice ?? prices.outputPrice
  if (inputPrice === undefined || outputPrice === undefined) return null
  const uncached = tokens.promptTokens * tokens.promptGrowth - tokens.cachedTokens
  return 1e6 * (uncached * inputPrice + tokens.cachedTokens * (prices.cacheReadPrice ?? inputPrice) + tokens.outputTokens * outputPrice)
}

/** Between two of the sorted values where it falls between them. */
function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share
  const below = sorted[Math.floor(place)] ?? 0
  const above = sorted[Math.ceil(place)] ?? below
  return below + (above - below) * (place - Math.floor(place))
}

function rounded(pico: number): PicoUsd {
  return picoUsd(BigInt(Math.round(pico)))
}
