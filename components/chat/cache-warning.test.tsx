// Real: the warning as the page draws it, to a string. Scripted: what the server has read.
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import type { ChatMessage } from '@/lib/chat/message.ts'
import type { TurnSettings } from '@/lib/chat/turn-request.ts'
import type { PriceBasis, PromptAnchor } from '@/lib/cost/next-price.ts'
import { ShellContext, type ShellValue } from '../conversations/shell-context.ts'
import { CacheWarning } from './cache-warning.tsx'
import { createDraft } from './draft.ts'

const settings: TurnSettings = { model: 'a/b' }
const calledAt = new Date().toISOString()
const anchor = (promptTokens: number): PromptAnchor => ({
  model: 'a/b',
  promptTokens,
  outputTokens: 500,
  cachedTokens: promptTokens,
  calledAt
})
const basis: PriceBasis = {
  model: 'a/b',
  prices: { inputPrice: 3, outputPrice: 15, cacheReadPrice: 0.3 },
  scope: 'effort',
  answers: [],
  anchor: anchor(84_000),
  fixedTokens: 0
}
const shell = { catalogue: { upstream: 'openrouter', models: [], fetchedAt: null, stale: false } } as unknown as ShellValue

function warning(change: { basis?: PriceBasis; settings?: TurnSettings; replaced?: ChatMessage; tailTokens?: number }): string {
  const props = { basis, settings, replaced: null, tailTokens: 0, files: [], draft: createDraft('c'), last: settings, ...change }
  return renderToStaticMarkup(
    <ShellContext value={shell}>
      <CacheWarning {...props} />
    </ShellContext>
  ).replace(/<[^>]+>/g, '')
}

/** The end of the branch, of which 90,000 tokens lie in the cache. */
const replaced: ChatMessage = {
  id: 'a9',
  role: 'assistant',
  parts: [],
  metadata: {
    status: 'complete',
    parentId: 'q9',
    createdAt: calledAt,
    model: 'a/b',
    usage: { inputTokens: 0, outputTokens: 100, cacheReadTokens: 80_000, cacheWriteTokens: 10_000, reasoningTokens: null }
  }
}

test('going on as before loses nothing', () => {
  expect(warning({})).toBe('')
})

test('another model, other instructions and another provider lose all of it', () => {
  expect(warning({ settings: { model: 'c/d' } })).toBe('Warning:Switching to c/d re-sends 84k tokens uncached, ≈\u202f$0.25.')
  expect(warning({ settings: { ...settings, systemPrompt: 'Be brief.' } })).toContain('Other instructions re-send 84k tokens')
  expect(warning({ settings: { ...settings, routing: { only: ['x'] } } })).toContain('Another provider means re-sending 84k tokens')
})

test('an edit loses what of the old prompt it sends again: a long question, not what stands before it', () => {
  const early = { ...basis, anchor: anchor(2000) }
  expect(warning({ basis: early, replaced, tailTokens: 60_000 })).toBe('Warning:This edit re-sends 61k tokens uncached, ≈\u202f$0.18.')
  expect(warning({ basis: { ...basis, anchor: null }, replaced, tailTokens: 70_000 })).toContain('re-sends 70k tokens')
  expect(warning({ basis: early, replaced, tailTokens: 100 })).toBe('')
})
