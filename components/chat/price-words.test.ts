import { expect, test } from 'vitest'
import type { ChatMessage } from '@/lib/chat/message.ts'
import { picoUsd } from '@/lib/cost/pico-usd.ts'
import type { AttachedFile } from '../attachments/attached-file.ts'
import { cacheBreak, lossWords, priceReason } from './price-words.ts'
import { draftTokens, promptTail } from './prompt-tail.ts'

const settings = { model: 'a/b' }

test.each([
  [settings, { model: 'a/c' }, false, 'model'],
  [settings, { ...settings, routing: { only: ['x'] } }, false, 'provider'],
  [settings, { ...settings, systemPrompt: 'Be brief.' }, false, 'instructions'],
  [{ ...settings, tools: ['calculator'] }, settings, false, 'tools'],
  [settings, settings, true, 'edit'],
  [{ ...settings, systemPrompt: '' }, { ...settings, reasoningEffort: 'high' as const }, false, null]
])('what breaks the cache between %j and %j', (last, next, isEdit, why) => {
  expect(cacheBreak(last, next, isEdit)).toBe(why)
})

test('a loss names its size and price', () => {
  const loss = { tokens: 84_000, picoUsd: picoUsd(252_000_000_000n) }
  expect(lossWords('model', loss, 'Claude')).toBe('Switching to Claude re-sends 84k tokens uncached, ≈\u202f$0.25.')
  expect(lossWords('edit', loss, 'Claude')).toBe('This edit re-sends 84k tokens uncached, ≈\u202f$0.25.')
})

test('a price says what it rests on', () => {
  const answers = Array.from({ length: 24 }, () => ({ outputTokens: 1, promptGrowth: 1, cachedShare: null, costRatio: 1 }))
  expect(priceReason({ scope: 'effort', answers }, 'Claude')).toContain('the last 24 of Claude at this effort')
  expect(priceReason({ scope: 'prior', answers }, 'Claude')).toContain('too few answers here')
})

const message = (id: string, role: 'user' | 'assistant', text: string, outputTokens: number | null = null): ChatMessage => {
  const usage = { inputTokens: 1, outputTokens, cacheReadTokens: null, cacheWriteTokens: null, reasoningTokens: null }
  const metadata = { status: 'complete' as const, parentId: null, createdAt: '', ...(role === 'assistant' ? { usage } : {}) }
  return { id, role, parts: [{ type: 'text', text }], metadata }
}

test('a prompt is counted from the last answer whose tokens are known', () => {
  const branch = [
    message('q1', 'user', 'abcd'),
    message('a1', 'assistant', 'x', 5),
    message('q2', 'user', 'abcdefgh'),
    message('a2', 'assistant', 'abcd')
  ]
  expect(promptTail(branch)).toEqual({ answerId: 'a1', tokens: 3 })
  expect(promptTail(branch.slice(0, 2))).toEqual({ answerId: 'a1', tokens: 0 })
  expect(promptTail([])).toEqual({ answerId: null, tokens: 0 })
  const file = { id: '', name: '' }
  const files: AttachedFile[] = [
    { ...file, mediaType: 'image/png', sizeBytes: 9 },
    { ...file, mediaType: 'text/plain', sizeBytes: 400 },
    { ...file, mediaType: 'application/pdf', sizeBytes: 4000 }
  ]
  expect(draftTokens('äbcdefg', files)).toBe(1102)
})
