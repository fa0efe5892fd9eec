import { type PicoUsd, picoUsd, picoUsdFromDollars } from './pico-usd.ts'
import type { TokenUsage } from './token-usage.ts'

/** Dollars per million tokens, as the catalogue lists them. */
export interface TokenPrices {
  inputPrice?: number
  outputPrice?: number
  cacheReadsPrice?: number
  cacheWritesPrice?: number
}

/** What the upstream says that prompt and completion cost it; the bill may be another sum, but is shared out alike. */
export interface CostSplit {
  prompt: PicoUsd
  completion: PicoUsd
}

/**
 * The part of a bill that paid for reasoning, rounded down: its share of the output tokens, of the completion's share of the cost.
 * Without the upstream's own split the list prices stand in; `null` when it cannot be told.
 */
export function reasoningShare(cost: bigint | null, usage: TokenUsage, split: CostSplit | null, prices: TokenPrices): PicoUsd | null {
  const { reasoningTokens, outputTokens } = usage
  if (cost === null || reasoningTokens === null) return null
  if (reasoningTokens === 0 || cost === 0n) return picoUsd(0n)
  if (outputTokens === null || outputTokens < reasoningTokens) return null
  const { prompt, completion } = split ?? listSplit(usage, prices) ?? { prompt: 0n, completion: 0n }
  if (prompt + completion === 0n) return null
  return picoUsd((cost * completion * BigInt(reasoningTokens)) / ((prompt + completion) * BigInt(outputTokens)))
}

function listSplit(usage: TokenUsage, prices: TokenPrices): CostSplit | null {
  const parts = [
    costAt(usage.inputTokens, prices.inputPrice),
    costAt(usage.cacheReadTokens ?? 0, prices.cacheReadsPrice ?? prices.inputPrice),
    costAt(usage.cacheWriteTokens ?? 0, prices.cacheWritesPrice ?? prices.inputPrice)
  ]
  const completion = costAt(usage.outputTokens, prices.outputPrice)
  if (completion === null) return null
  const prompt = parts.reduce<bigint | null>((sum, part) => (sum === null || part === null ? null : sum + part), 0n)
  return prompt === null ? null : { prompt: picoUsd(prompt), completion }
}

/**
 * What the prompt cache spared: what its tokens would have cost as plain input, less what they did. Below 0 where more was
 * written, at a higher price, than read. `null` when a price or a count is not known.
 */
export function cacheSaving(usage: TokenUsage, prices: TokenPrices): PicoUsd | null {
  const { cacheReadTokens, cacheWriteTokens } = usage
  if (cacheReadTokens === null && cacheWriteTokens === null) return null
  const read = difference(cacheReadTokens ?? 0, prices.inputPrice, prices.cacheReadsPrice)
  // Many providers charge nothing extra for writing, and list no price for it.
  const written = difference(cacheWriteTokens ?? 0, prices.inputPrice, prices.cacheWritesPrice ?? prices.inputPrice)
  return read === null || written === null ? null : picoUsd(read + written)
}

function difference(tokens: number, plain: number | undefined, cached: number | undefined): bigint | null {
  if (tokens === 0) return 0n
  const [without, withCache] = [costAt(tokens, plain), costAt(tokens, cached)]
  return without === null || withCache === null ? null : without - withCache
}

function costAt(tokens: number | null, dollarsPerMillion: number | undefined): PicoUsd | null {
  const perMillion = picoUsdFromDollars(dollarsPerMillion)
  return tokens === null || perMillion === null ? null : picoUsd((BigInt(tokens) * perMillion) / 1_000_000n)
}
