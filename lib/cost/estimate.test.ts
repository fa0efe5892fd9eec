import { describe, expect, test } from 'vitest'
import { estimateCost, estimateTokens } from './estimate.ts'

describe('estimateCost', () => {
  test('is exact where tokens and prices are, and rounds up where they are not', () => {
    expect(estimateCost({ input: 1000, output: 2000 }, { inputPrice: 3, outputPrice: 15 })).toBe(33_000_000_000n)
    expect(estimateCost({ input: 1, output: 0 }, { inputPrice: 0.1, outputPrice: 0 })).toBe(100_000n)
    expect(estimateCost({ input: 1, output: 1 }, { inputPrice: 0.000_000_1, outputPrice: 0.000_000_1 })).toBe(2n)
  })

  test('of free tokens is nothing, of tokens without a price is not known', () => {
    expect(estimateCost({ input: 5, output: 5 }, { inputPrice: 0, outputPrice: 0 })).toBe(0n)
    expect(estimateCost({ input: 5, output: 5 }, { inputPrice: 1 })).toBeNull()
    expect(estimateCost({ input: 5, output: 5 }, {})).toBeNull()
  })

  test('takes the prices of the highest tier that the prompt reaches', () => {
    const prices = {
      inputPrice: 1,
      outputPrice: 2,
      priceTiers: [
        { minPromptTokens: 200, inputPrice: 4 },
        { minPromptTokens: 100, inputPrice: 3, outputPrice: 6 }
      ]
    }
    expect(estimateCost({ input: 99, output: 1 }, prices)).toBe(101_000_000n)
    expect(estimateCost({ input: 100, output: 1 }, prices)).toBe(306_000_000n)
    expect(estimateCost({ input: 200, output: 1 }, prices)).toBe(802_000_000n)
  })
})

test('estimateTokens takes four bytes for a token', () => {
  expect([0, 1, 4, 5].map(estimateTokens)).toEqual([0, 1, 1, 2])
})
