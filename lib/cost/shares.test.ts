import { expect, test } from 'vitest'
import { picoUsd } from './pico-usd.ts'
import { cacheSaving, reasoningShare } from './shares.ts'
import { noTokenUsage } from './token-usage.ts'

const prices = { inputPrice: 3, outputPrice: 15, cacheReadsPrice: 0.3, cacheWritesPrice: 3.75 }
const usage = { ...noTokenUsage, inputTokens: 1000, outputTokens: 400, reasoningTokens: 100 }

test('reasoning has its share of the completion, whatever the bill is', () => {
  const split = { prompt: picoUsd(3n), completion: picoUsd(6n) }
  expect(reasoningShare(900n, usage, split, {})).toBe(150n)
  // A discount is shared out alike: half the bill, half the share.
  expect(reasoningShare(450n, usage, split, {})).toBe(75n)
})

test('without the split it is told by list prices', () => {
  // 1,000 in at $3 and 400 out at $15 are $0.003 and $0.006.
  expect(reasoningShare(9_000_000_000n, usage, null, prices)).toBe(1_500_000_000n)
  // 1,000 read from the cache at $0.30 cost a tenth.
  expect(reasoningShare(6_300_000_000n, { ...usage, inputTokens: 0, cacheReadTokens: 1000 }, null, prices)).toBe(1_500_000_000n)
})

test('no reasoning costs nothing; what is not known is not 0', () => {
  expect(reasoningShare(900n, { ...usage, reasoningTokens: 0 }, null, {})).toBe(0n)
  expect(reasoningShare(0n, usage, null, {})).toBe(0n)
  expect(reasoningShare(null, usage, null, prices)).toBeNull()
  expect(reasoningShare(900n, { ...usage, reasoningTokens: null }, null, prices)).toBeNull()
  expect(reasoningShare(900n, { ...usage, outputTokens: 50 }, null, prices)).toBeNull()
  expect(reasoningShare(900n, usage, null, {})).toBeNull()
})

test('the cache spares the difference, less what writing cost more', () => {
  expect(cacheSaving({ ...usage, cacheReadTokens: 10_000, cacheWriteTokens: 0 }, prices)).toBe(27_000_000_000n)
  expect(cacheSaving({ ...usage, cacheReadTokens: 0, cacheWriteTokens: 10_000 }, prices)).toBe(-7_500_000_000n)
  expect(cacheSaving({ ...usage, cacheReadTokens: 0, cacheWriteTokens: null }, {})).toBe(0n)
  expect(cacheSaving(usage, prices)).toBeNull()
  expect(cacheSaving({ ...usage, cacheReadTokens: 5 }, { inputPrice: 3 })).toBeNull()
})
