import { type CachePrices, isCacheAlive, type NextPrice, type PromptAnchor } from './next-price.ts'
import { type PicoUsd, picoUsd } from './pico-usd.ts'

/** Less is not worth a word: neither fewer tokens nor less money. */
const leastLostTokens = 10_000
const leastLostPicoUsd = 10_000_000_000n

/** What of a provider's cache the next message throws away. */
export interface CacheLoss {
  tokens: number
  /** What it costs to send them as if they had never been there. */
  picoUsd: PicoUsd
}

/**
 * `before`: the call whose prompt is in the cache. `keptTokens`: how much of it the next prompt still begins with. `null`: nothing
 * worth a warning, or the cache has probably expired by itself.
 */
export function cacheLoss(loss: {
  before: PromptAnchor
  keptTokens: number
  next: Pick<NextPrice, 'promptTokens'>
  prices: CachePrices | null
  now: number
}): CacheLoss | null {
  const { before, keptTokens, next, prices, now } = loss
  if (prices?.inputPrice === undefined || !isCacheAlive(before, before.model, now)) return null
  const tokens = Math.min(before.cachedTokens, next.promptTokens) - keptTokens
  const amount = picoUsd(BigInt(Math.max(0, Math.round(tokens * prices.inputPrice * 1e6))))
  return tokens >= leastLostTokens && amount >= leastLostPicoUsd ? { tokens, picoUsd: amount } : null
}

/** What reading from the cache has saved at list price; `null` when a price is missing or nothing was read. */
export function cacheSaving(
  cacheReadTokens: number | null,
  prices: { inputPrice: number | null; cacheReadPrice: number | null } | undefined
): PicoUsd | null {
  if (!cacheReadTokens || !prices || prices.inputPrice === null || prices.cacheReadPrice === null) return null
  const perToken = Math.round((prices.inputPrice - prices.cacheReadPrice) * 1e6)
  return perToken > 0 ? picoUsd(BigInt(cacheReadTokens) * BigInt(perToken)) : null
}
