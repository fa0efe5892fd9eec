import { describe, expect, test } from 'vitest'
import { defaultAnswerTokens, reserveFor } from './reserve.ts'

/** 1 dollar a million tokens in, 10 out. */
const model = { inputPrice: 1, outputPrice: 10 }
const call = { promptBytes: 4000, usualTokens: null }
const tokens = (input: number, output: number) => BigInt(input) * 1_000_000n + BigInt(output) * 10_000_000n

describe('what a call is reserved', () => {
  test.each([
    ['what the request allows', { ...call, maxTokens: 50, usualTokens: 900 }, tokens(1000, 50)],
    ['what the model usually writes', { ...call, usualTokens: 900 }, tokens(1000, 900)],
    ['a default', call, tokens(1000, defaultAnswerTokens)],
    ['and its thoughts', { ...call, usualTokens: 900, thinkingBudgetTokens: 2000 }, tokens(1000, 2900)]
  ])('%s', (_what, expected, amount) => {
    expect(reserveFor(expected, [model])).toBe(amount)
  })

  test('never more than the model can write', () => {
    expect(reserveFor({ ...call, maxTokens: 10_000_000 }, [{ ...model, maxTokens: 8 }])).toBe(tokens(1000, 8))
  })

  test('the dearest of those that may answer; nothing when one has no price', () => {
    const cheap = { inputPrice: 0, outputPrice: 0 }
    expect(reserveFor({ ...call, maxTokens: 1 }, [cheap, model])).toBe(tokens(1000, 1))
    expect(reserveFor({ ...call, maxTokens: 1 }, [cheap])).toBe(0n)
    expect(reserveFor(call, [model, {}])).toBeNull()
  })
})
