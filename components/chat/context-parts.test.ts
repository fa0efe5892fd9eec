import { expect, test } from 'vitest'
import type { AttachedFile } from '../attachments/attached-file.ts'
import { contextOf, fullness, roomFor } from './context-parts.ts'

const file = (mediaType: AttachedFile['mediaType'], sizeBytes: number): AttachedFile => ({ id: mediaType, name: 'a', mediaType, sizeBytes })
const anchor = { model: 'a/b', promptTokens: 5000, outputTokens: 500, cachedTokens: 0, calledAt: '2026-11-25T00:00:00.000Z' }
const systemPrompt = 'x'.repeat(400)

test('a first request is all estimate', () => {
  const context = contextOf({
    basis: { anchor: null, fixedTokens: 200 },
    settings: { systemPrompt },
    text: 'y'.repeat(40),
    files: [file('image/png', 9), file('text/plain', 800), file('application/pdf', 5000), file('audio/wav', 44)],
    filesBefore: [],
    tailTokens: 0
  })
  expect(context).toEqual({
    parts: [
      { name: 'System prompt', tokens: 100 },
      { name: 'Tools', tokens: 200 },
      { name: 'Files', tokens: 1200 },
      { name: 'This question', tokens: 10 }
    ],
    tokens: 1510,
    uncounted: 2
  })
})

test('what the upstream counted is divided, and what came after it is added', () => {
  const context = contextOf({
    basis: { anchor, fixedTokens: 200 },
    settings: { systemPrompt },
    text: 'y'.repeat(40),
    files: [],
    filesBefore: [file('text/plain', 4000)],
    tailTokens: 50
  })
  expect(context.tokens).toBe(5560)
  expect(context.parts.map(({ name, tokens }) => [name, tokens])).toEqual([
    ['System prompt', 100],
    ['Tools', 200],
    ['Chat so far', 4250],
    ['Files', 1000],
    ['This question', 10]
  ])
  expect(context.parts.reduce((sum, { tokens }) => sum + tokens, 0)).toBe(context.tokens)
})

test('near its end there is little room for an answer, beyond it none for the question', () => {
  expect([84_999, 85_000, 100_000, 100_001].map(tokens => fullness(tokens, 100_000))).toEqual(['roomy', 'near', 'near', 'over'])
  expect([roomFor(90_000, 100_000), roomFor(50_000, 100_000)]).toEqual([112_500, 100_001])
})
