import { describe, expect, test } from 'vitest'
import { picoUsd } from '@/lib/cost/pico-usd.ts'
import { formatEstimate, formatRange } from '@/lib/cost/price-range.ts'
import { modelSummary } from '../../tests/setup/model-summary.ts'
import { learntRange, priceRange, totalRange } from './price-range.ts'

const model = modelSummary({ inputModalities: ['text', 'image'] })
const thinker = { ...model, supportsReasoning: true, supportsThinkingBudget: true }
const settings = { model: 'author/model' }
const question = { bytes: 4000, images: 0 }
const dollars = (range: ReturnType<typeof priceRange>) => range && { low: Number(range.low) / 1e12, high: Number(range.high) / 1e12 }

describe('priceRange', () => {
  test('goes from a short answer to a long one', () => {
    // 1,000 tokens in at $3, 150 or 4,000 out at $15, per million.
    expect(dollars(priceRange(question, settings, model))).toEqual({ low: 0.00525, high: 0.063 })
  })

  test('counts the system prompt as text that is read', () => {
    expect(dollars(priceRange(question, { ...settings, systemPrompt: 'x'.repeat(4000) }, model))).toEqual({ low: 0.00825, high: 0.066 })
  })

  test('counts pictures from low to full detail', () => {
    expect(dollars(priceRange({ bytes: 0, images: 2 }, settings, model))).toEqual({ low: 0.00276, high: 0.0696 })
  })

  test.each([
    ['none', 4000],
    ['low', 5000],
    [undefined, 8000],
    ['high', 16_000]
  ] as const)('effort %s thinks within %i tokens', (reasoningEffort, tokens) => {
    const range = priceRange({ bytes: 0, images: 0 }, { ...settings, ...(reasoningEffort && { reasoningEffort }) }, thinker)
    expect(range?.high).toBe(BigInt(tokens) * 15_000_000n)
  })

  test.each([
    ['a limit bounds answer and thought', { maxTokens: 1000 }, 1000],
    ['a budget is thought beside the answer', { thinkingBudgetTokens: 10_000 }, 14_000],
    ['a limit above the budget holds both', { thinkingBudgetTokens: 10_000, maxTokens: 12_000 }, 12_000],
    ['a limit below the budget is the answer alone', { thinkingBudgetTokens: 10_000, maxTokens: 2000 }, 12_000],
    ['the model has a limit of its own', { thinkingBudgetTokens: 100_000 }, 64_000]
  ])('%s', (_name, change, tokens) => {
    expect(priceRange({ bytes: 0, images: 0 }, { ...settings, ...change }, thinker)?.high).toBe(BigInt(tokens) * 15_000_000n)
  })

  test('an answer that may not be long has a low end that fits', () => {
    const range = priceRange({ bytes: 0, images: 0 }, { ...settings, maxTokens: 10 }, model)
    expect(range).toEqual({ low: 150_000_000n, high: 150_000_000n })
  })

  test('a cap is the most that it costs', () => {
    expect(dollars(priceRange(question, { ...settings, costCapPicoUsd: '10000000000' }, model))).toEqual({ low: 0.00525, high: 0.01 })
    expect(dollars(priceRange(question, { ...settings, costCapPicoUsd: '1000000000' }, model))).toEqual({ low: 0.001, high: 0.001 })
  })

  test('is unknown when a price or the model is, and zero when it is free', () => {
    expect(priceRange(question, settings, undefined)).toBeNull()
    expect(priceRange(question, settings, { ...model, inputPrice: null })).toBeNull()
    expect(priceRange(question, settings, { ...model, outputPrice: null })).toBeNull()
    expect(priceRange(question, settings, { ...model, inputPrice: 0, outputPrice: 0 })).toEqual({ low: 0n, high: 0n })
  })
})

test('a total is of the known ones, and counts the others', () => {
  const range = { low: picoUsd(2n), high: picoUsd(5n) }
  expect(totalRange([range, null, range])).toEqual({ low: 4n, high: 10n, unpriced: 1 })
})

test.each([
  [4_000_000_000n, 20_000_000_000n, '$0.004–0.02'],
  [5_250_000_000n, 63_000_000_000n, '$0.0053–0.063'],
  [150_000_000n, 1_234_500_000_000n, '$0.0002–1.23'],
  [20_000_000_000n, 20_400_000_000n, '$0.02'],
  [1n, 3_000_000_000n, '<$0.003'],
  [1n, 2n, '<$0.0001'],
  [123_400_000_000_000n, 2_345_600_000_000_000n, '$123–2,346'],
  [0n, 0n, '$0']
])('%s to %s reads %s', (low, high, words) => {
  expect(formatRange({ low: picoUsd(low), high: picoUsd(high) })).toBe(words)
})

test('an estimate bears its sign, unless it is an upper bound already', () => {
  expect(formatEstimate({ low: picoUsd(4_000_000_000n), high: picoUsd(20_000_000_000n) })).toBe('≈\u202f$0.004–0.02')
  expect(formatEstimate({ low: picoUsd(1n), high: picoUsd(3_000_000_000n) })).toBe('<$0.003')
})

test('learntRange is of this model’s own answers, and keeps to the cap', () => {
  const answers = [100, 200].map(outputTokens => ({ outputTokens, promptGrowth: 1, cachedShare: null, costRatio: 1 }))
  const prices = { inputPrice: 3, outputPrice: 15 }
  const basis = { model: 'author/model', prices, scope: 'effort' as const, answers, anchor: null, fixedTokens: 0 }
  // 1,000 tokens in, 110 or 190 out.
  expect(dollars(learntRange(question, settings, basis, 0))).toEqual({ low: 0.00465, high: 0.00585 })
  expect(dollars(learntRange(question, { ...settings, costCapPicoUsd: '5000000000' }, basis, 0))).toEqual({ low: 0.00465, high: 0.005 })
  expect(learntRange(question, settings, { ...basis, scope: 'all' }, 0)).toBeNull()
  expect(learntRange(question, settings, null, 0)).toBeNull()
})
