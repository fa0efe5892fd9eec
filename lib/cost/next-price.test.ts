import { describe, expect, test } from 'vitest'
import { cacheLoss, cacheSaving } from './cache-loss.ts'
import { nextPrice, type PastAnswer, type PriceBasis, type PromptAnchor } from './next-price.ts'
import { anchorOf, type PricedCall, pastAnswers } from './past-answers.ts'
import { priorAnswers, thinkingTokens } from './prior-answers.ts'
import { cacheLifeMs } from './prompt-cache.ts'

const now = Date.parse('2026-11-25T12:00:00Z')
const calledAt = new Date(now - 60_000).toISOString()
const model = 'author/model'
/** Pico-dollars a token: 3,000,000 in, 300,000 cached, 15,000,000 out. */
const prices = { inputPrice: 3, outputPrice: 15, cacheReadPrice: 0.3 }
const answer: PastAnswer = { outputTokens: 100, promptGrowth: 1, cachedShare: null, costRatio: 1 }
const basis: PriceBasis = { model, prices, scope: 'effort', answers: [answer], anchor: null, fixedTokens: 200 }
const anchor: PromptAnchor = { model, promptTokens: 2000, outputTokens: 500, cachedTokens: 2000, calledAt }
const expected = (change: Partial<PriceBasis>, next = { newTokens: 100, now }) => nextPrice({ ...basis, ...change }, next)?.expectedPicoUsd

describe('nextPrice', () => {
  test('of a first question counts what is sent before it', () => {
    expect(expected({})).toBe(300n * 3_000_000n + 100n * 15_000_000n)
  })

  test('goes on from what the upstream counted, and reads from the cache what it left there', () => {
    const output = 100n * 15_000_000n
    expect(expected({ anchor })).toBe(2000n * 300_000n + 600n * 3_000_000n + output)
    expect(expected({ anchor: { ...anchor, cachedTokens: 0 } })).toBe(2600n * 3_000_000n + output)
    const learnt = { ...answer, cachedShare: 0.5 }
    expect(expected({ anchor, answers: [learnt] })).toBe(1000n * 300_000n + 1600n * 3_000_000n + output)
  })

  test.each([
    ['another model', { ...anchor, model: 'author/other' }],
    ['a cache that has expired', { ...anchor, calledAt: new Date(now - cacheLifeMs).toISOString() }],
    ['a prompt too short for one', { ...anchor, promptTokens: 1000, outputTokens: 1500 }]
  ])('reads nothing from the cache of %s', (_name, before) => {
    expect(expected({ anchor: before })).toBe(2600n * 3_000_000n + 100n * 15_000_000n)
  })

  test('is a range of what the past answers would cost, and moves with what they were billed', () => {
    const answers = Array.from({ length: 11 }, (_, index) => ({ ...answer, outputTokens: 100 * index }))
    const price = nextPrice({ ...basis, answers }, { newTokens: 0, now })
    const at = (tokens: bigint) => 200n * 3_000_000n + tokens * 15_000_000n
    expect([price?.lowPicoUsd, price?.expectedPicoUsd, price?.highPicoUsd]).toEqual([at(100n), at(500n), at(900n)])
    expect(expected({ answers: [{ ...answer, costRatio: 0.5 }] })).toBe(1_200_000_000n)
    expect(expected({ answers: [{ ...answer, promptGrowth: 3 }] })).toBe(900n * 3_000_000n + 1_500_000_000n)
  })

  test('keeps to a limit of answer tokens and to the tier of a long prompt', () => {
    const limited = nextPrice(basis, { newTokens: 0, maxTokens: 10, now })
    expect(limited?.highPicoUsd).toBe(200n * 3_000_000n + 10n * 15_000_000n)
    expect(expected({ prices: { ...prices, priceTiers: [{ minPromptTokens: 300, inputPrice: 6 }] } })).toBe(
      300n * 6_000_000n + 1_500_000_000n
    )
  })

  test('is not known without a price, and nothing for free', () => {
    expect(nextPrice({ ...basis, prices: null }, { newTokens: 1, now })).toBeNull()
    expect(expected({ prices: { inputPrice: 0, outputPrice: 0 } })).toBe(0n)
  })

  test('without any past assumes more of a model that thinks more', () => {
    const high = (thinking: number) => nextPrice({ ...basis, answers: priorAnswers(thinking) }, { newTokens: 0, now })?.highPicoUsd ?? 0n
    expect(high(thinkingTokens.high)).toBeGreaterThan(2n * high(thinkingTokens.none))
  })
})

describe('pastAnswers', () => {
  const call: PricedCall = {
    conversationId: 'c',
    messageId: 'm1',
    position: 0,
    model,
    inputTokens: 2000,
    cacheReadTokens: 0,
    cacheWriteTokens: 0,
    outputTokens: 100,
    costPicoUsd: 7_500_000_000n,
    costState: 'billed',
    finishReason: 'stop',
    createdAt: new Date(now)
  }
  const later = (ms: number, change: Partial<PricedCall>): PricedCall => ({
    ...call,
    messageId: 'm2',
    createdAt: new Date(now + ms),
    ...change
  })

  test('adds the steps of an answer and compares the bill with the list', () => {
    const second = { ...call, position: 1, inputTokens: 3000, outputTokens: 50, costPicoUsd: 9_750_000_000n }
    expect(pastAnswers([second, call], prices)).toEqual([{ outputTokens: 150, promptGrowth: 2.5, cachedShare: null, costRatio: 1 }])
    expect(pastAnswers([{ ...call, costPicoUsd: 3_750_000_000n }], prices)[0]?.costRatio).toBe(0.5)
  })

  test('says how much of the prompt before was read from the cache, while there was one', () => {
    const share = (next: PricedCall) => pastAnswers([next, call], prices)[0]?.cachedShare
    expect(share(later(1000, { inputTokens: 600, cacheReadTokens: 1500 }))).toBe(0.75)
    expect(share(later(1000, {}))).toBe(0)
    expect(share(later(cacheLifeMs, {}))).toBeNull()
    expect(share(later(1000, { conversationId: 'other' }))).toBeNull()
    expect(share(later(1000, { model: 'author/other' }))).toBeNull()
  })

  test('learns from whole answers alone: nothing stopped, open, or cut off by the window', () => {
    const odd: Partial<PricedCall>[] = [
      { finishReason: null },
      { costState: 'pending', costPicoUsd: null },
      { costState: 'unknown', costPicoUsd: null },
      { outputTokens: null },
      { position: 1 },
      { messageId: null }
    ]
    for (const change of odd) expect(pastAnswers([{ ...call, ...change }], prices), JSON.stringify(change)).toEqual([])
    const refused = { ...call, inputTokens: null, outputTokens: null, costPicoUsd: 0n, finishReason: null }
    expect(pastAnswers([call, refused], prices)).toHaveLength(1)
  })

  test('an anchor is the last step', () => {
    const second = { ...call, position: 1, inputTokens: 400, cacheReadTokens: 2600, outputTokens: 50 }
    expect(anchorOf([second, call])).toMatchObject({ promptTokens: 3000, outputTokens: 50, cachedTokens: 2600 })
    expect(anchorOf([{ ...call, outputTokens: null }])).toBeNull()
  })
})

describe('the cache', () => {
  const before = { ...anchor, promptTokens: 84_000, cachedTokens: 84_000 }
  const loss = { before, keptTokens: 0, next: { promptTokens: 90_000 }, prices, now }

  test('is worth a warning when much of it is lost', () => {
    expect(cacheLoss(loss)).toEqual({ tokens: 84_000, picoUsd: 252_000_000_000n })
    expect(cacheLoss({ ...loss, keptTokens: 60_000 })?.tokens).toBe(24_000)
    expect(cacheLoss({ ...loss, next: { promptTokens: 30_000 } })?.tokens, 'no more is sent again').toBe(30_000)
  })

  test.each([
    ['few tokens are lost', { keptTokens: 74_001 }],
    ['little money is lost', { prices: { inputPrice: 0.1, outputPrice: 1 } }],
    ['nothing was cached', { before: { ...before, cachedTokens: 0 } }],
    ['it has expired', { now: now + cacheLifeMs }],
    ['no price is known', { prices: null }]
  ])('is not when %s', (_name, change) => {
    expect(cacheLoss({ ...loss, ...change })).toBeNull()
  })

  test('has saved the difference of two list prices', () => {
    const list = { inputPrice: 3, cacheReadPrice: 0.3 }
    expect(cacheSaving(1000, list)).toBe(2_700_000_000n)
    expect(cacheSaving(0, list)).toBeNull()
    expect(cacheSaving(1000, { ...list, cacheReadPrice: null })).toBeNull()
    expect(cacheSaving(1000, undefined)).toBeNull()
  })
})
