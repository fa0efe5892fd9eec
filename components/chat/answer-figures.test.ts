import { describe, expect, test } from 'vitest'
import type { MessageMetadata } from '@/lib/chat/message.ts'
import { modelSummary } from '../../tests/setup/model-summary.ts'
import { cacheNote, costFigure, savedByCache, timingFigures, tokenFigures } from './answer-figures.ts'

const metadata = (change: Partial<MessageMetadata>): MessageMetadata => ({
  status: 'complete',
  parentId: null,
  createdAt: '2026-11-24T00:00:00Z',
  ...change
})
const usage = { inputTokens: 716, outputTokens: 1531, cacheReadTokens: 4096, cacheWriteTokens: null, reasoningTokens: 612 }

test('tokens: in is all that was read, parts stand under their whole, the unknown has no line', () => {
  expect(tokenFigures(metadata({ usage })).map(({ label, count }) => [label, count])).toEqual([
    ['in', 4812],
    ['cached', 4096],
    ['out', 1531],
    ['thought', 612]
  ])
  expect(
    tokenFigures(metadata({ usage: { ...usage, outputTokens: null, cacheReadTokens: 0, reasoningTokens: null } })).map(({ label }) => label)
  ).toEqual(['in'])
  expect(tokenFigures(metadata({}))).toEqual([])
})

test('speed is of the answer, without the wait before it', () => {
  expect(
    timingFigures(metadata({ usage, timeToFirstTokenMs: 1200, durationMs: 22_763 })).map(text => text.replaceAll('\u202f', ' '))
  ).toEqual(['1.2 s', '71 tok/s'])
  expect(timingFigures(metadata({ usage }))).toEqual([])
})

describe('costFigure', () => {
  test.each([
    [{ status: 'streaming' }, null, 'running'],
    [{ costState: 'billed', costPicoUsd: '26342000000' }, '$0.02634', 'billed'],
    [{ costState: 'billed', costPicoUsd: '26342000000', upstream: 'demo' }, '$0.02634', 'simulated'],
    [{ costState: 'billed', costPicoUsd: '0' }, '$0', 'free model'],
    [{ status: 'failed', costState: 'billed', costPicoUsd: '0' }, '$0', 'not billed'],
    [{ status: 'stopped', costState: 'pending' }, null, 'pending'],
    [{ costState: 'pending', costPicoUsd: '26342000000' }, 'at least $0.02634', 'pending'],
    [{ costState: 'unknown' }, '—', 'unknown'],
    [{ costState: 'unknown', costPicoUsd: '26342000000' }, 'at least $0.02634', 'unknown'],
    [{}, '—', 'unknown']
  ] as const)('%o', (change, amount, word) => {
    expect(costFigure(metadata(change))).toMatchObject({ amount, word })
  })
})

test('the cache: what share was read from it, and what that saved where the prices are known', () => {
  const model = modelSummary({ cacheReadPrice: 0.3 })
  expect(cacheNote(metadata({ usage }), model)).toBe('85% cached, saved ≈\u202f$0.01106')
  expect(cacheNote(metadata({ usage }), undefined)).toBe('85% cached')
  expect(cacheNote(metadata({ usage: { ...usage, cacheReadTokens: 0 } }), model)).toBeNull()
  const answers = ['one', 'two'].map(id => ({ id, role: 'assistant' as const, parts: [], metadata: metadata({ usage, model: id }) }))
  expect(savedByCache(answers, () => model)).toBe(2n * 11_059_200_000n)
  expect(savedByCache(answers, id => (id === 'one' ? model : undefined))).toBe(11_059_200_000n)
  expect(savedByCache([], () => model)).toBeNull()
  const simulated = answers.map(answer => ({ ...answer, metadata: { ...answer.metadata, upstream: 'demo' as const } }))
  expect(savedByCache(simulated, () => model)).toBe(2n * 11_059_200_000n)
  expect(savedByCache([...answers, ...simulated], () => model)).toBe(2n * 11_059_200_000n)
})
