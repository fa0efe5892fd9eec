import { describe, expect, test } from 'vitest'
import { type BillCall, pricePerMillion, sumOf } from '../../lib/cost/bill.ts'
import { addressOf, entryName, estimateOf, missingFrom, stateOf, sumText } from './bill-words.ts'

const now = Date.parse('2026-11-25T12:00:00Z')

function call(change: Partial<BillCall> = {}): BillCall {
  return {
    id: 'row',
    generationId: 'gen-1',
    kind: 'chat',
    position: 0,
    attempt: 0,
    model: 'anthropic/claude-sonnet-5',
    servedModel: null,
    provider: 'Anthropic',
    effort: null,
    inputTokens: 600,
    outputTokens: 100,
    cacheReadTokens: 300,
    cacheWriteTokens: null,
    reasoningTokens: null,
    costPicoUsd: '5000000000',
    costState: 'billed',
    providerPicoUsd: null,
    feePicoUsd: null,
    toolFeePicoUsd: null,
    reasoningPicoUsd: null,
    cacheSavedPicoUsd: null,
    lookups: 0,
    nextLookupAt: null,
    finishReason: 'stop',
    nativeFinishReason: null,
    errorCode: null,
    timeToFirstTokenMs: 400,
    durationMs: 4000,
    createdAt: '2026-11-25T11:00:00.000Z',
    ...change
  }
}

const pending = { costState: 'pending', costPicoUsd: null } as const
const unknown = { costState: 'unknown', costPicoUsd: null } as const

test.each([
  ['billed', call(), 'billed', null],
  ['a model that costs nothing', call({ costPicoUsd: '0' }), 'free model', null],
  ['refused before anything was made', call({ costPicoUsd: '0', errorCode: 'upstream_credits', outputTokens: null }), 'not billed', null],
  ['a call that runs', call(pending), 'running', null],
  ['the first look-up', call({ ...pending, nextLookupAt: '2026-11-25T12:00:10Z' }), 'pending', 'next look-up in 10\u202fs'],
  [
    'a later one',
    call({ ...pending, nextLookupAt: '2026-11-25T12:10:00Z', lookups: 4 }),
    'pending',
    'next look-up in 10\u202fmin, 4 so far'
  ],
  ['one that is due', call({ ...pending, nextLookupAt: '2026-11-25T11:59:59Z' }), 'pending', 'looked up now'],
  ['given up', call({ ...unknown, lookups: 8 }), 'unknown', 'given up after 8 look-ups'],
  ['never named', call({ ...unknown, generationId: null }), 'unknown', 'no id to ask with'],
  ['billed without an amount', call({ costPicoUsd: null }), 'unknown', 'no cost named']
])('the state of %s', (_, row, word, note) => {
  expect(stateOf(row, 'openrouter', false, now)).toMatchObject({ word, note })
})

test('a simulated cost is not billed, an estimated one says so and why', () => {
  expect(stateOf(call(), 'demo', false, now).word).toBe('simulated')
  expect(stateOf(call(unknown), 'openrouter', true, now)).toMatchObject({ mark: 'estimated', note: 'no cost named' })
})

describe('what can honestly be given', () => {
  test('a price per million of all tokens without tools, only when every figure is there', () => {
    expect(pricePerMillion(call())).toBe(5_000_000_000_000n)
    expect(pricePerMillion(call({ toolFeePicoUsd: '4000000000' }))).toBe(1_000_000_000_000n)
    expect(pricePerMillion(call({ outputTokens: null }))).toBeNull()
    expect(pricePerMillion(call(pending))).toBeNull()
    expect(pricePerMillion(call({ costPicoUsd: '0', errorCode: 'rate_limited' })), 'not billed').toBeNull()
    expect(pricePerMillion(call({ costPicoUsd: '0' })), 'free').toBe(0n)
    expect(pricePerMillion(call({ inputTokens: 0, cacheReadTokens: 0, outputTokens: 0 })), 'nothing was read or written').toBeNull()
  })

  test('an estimate by list prices of the same upstream, and none without tokens', () => {
    const model = { id: 'anthropic/claude-sonnet-5', inputPrice: 3, outputPrice: 15 }
    const catalogue = { upstream: 'openrouter', models: [model], fetchedAt: null, stale: false } as unknown as Parameters<
      typeof estimateOf
    >[2]
    expect(estimateOf(call(unknown), 'openrouter', catalogue)).toBe(4_200_000_000n)
    expect(estimateOf(call(unknown), 'demo', catalogue)).toBeNull()
    expect(estimateOf(call({ ...unknown, outputTokens: null }), 'openrouter', catalogue)).toBeNull()
    expect(estimateOf(call(), 'openrouter', catalogue)).toBeNull()
  })

  test('a sum leaves out what is missing and says so; of nothing known it is no zero', () => {
    const sum = sumOf([call(), call(pending), call(unknown), call(unknown)])
    expect([sum.picoUsd, sum.inputTokens, sum.reasoningTokens, sum.feePicoUsd]).toEqual(['5000000000', 2400, null, null])
    expect(missingFrom(sum)).toBe('1 pending, 2 unknown')
    expect(sumText(sum, 4)).toBe('$0.0050')
    expect(sumText(sumOf([call(unknown)]), 4)).toBe('—')
    expect(sumText(sumOf([call({ costPicoUsd: '0' })]), 4)).toBe('$0')
  })
})

test('a mark leads to the message where it is shown', () => {
  const entry = { messageId: 'm', ordinal: 3, lane: null, calls: [call()] }
  expect(entryName(entry).mark).toBe('A3')
  expect(addressOf('c', entry)).toBe('/c/c?message=m#a3')
  const lane = { ...entry, lane: 1, calls: [call({ kind: 'compare' })] }
  expect(entryName(lane)).toEqual({ mark: 'A3 B', spoken: 'Answer 3, lane B' })
  expect(addressOf('c', lane)).toBe('/compare/c')
  expect(addressOf('c', { ...entry, ordinal: null })).toBeNull()
  expect(entryName({ ...entry, messageId: null, ordinal: null, calls: [call({ kind: 'title' })] }).mark).toBe('Title')
})
