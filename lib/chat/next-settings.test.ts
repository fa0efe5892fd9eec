import { expect, test } from 'vitest'
import type { ChatMessage } from './message.ts'
import { nextSettings } from './next-settings.ts'

function message(id: string, parentId: string | null, role: ChatMessage['role']): ChatMessage {
  return { id, role, parts: [], metadata: { status: 'complete', parentId, createdAt: '2026-11-25T12:00:00.000Z' } }
}

const tree = [message('q', null, 'user'), message('a', 'q', 'assistant'), message('b', 'q', 'assistant')]
const zeroDataRetention = { zeroDataRetention: true }

test('everything that the branch was asked with stays', () => {
  const asked = {
    model: 'acme/model',
    routing: zeroDataRetention,
    fallbackModels: ['acme/other'],
    systemPrompt: 'Be brief.',
    temperature: 0.2,
    maxTokens: 900,
    thinkingBudgetTokens: 2000,
    tools: []
  }
  expect(nextSettings(tree, 'a', { a: asked, b: { model: 'acme/third' } })).toEqual(asked)
})

test('a retry leaves its model and effort, not the exception it was', () => {
  const settingsOf = {
    a: { model: 'acme/model', routing: zeroDataRetention },
    b: {
      model: 'acme/other',
      reasoningEffort: 'low' as const,
      maxTokens: 3900,
      routing: { ...zeroDataRetention, ignore: ['Acme'] }
    }
  }
  expect(nextSettings(tree, 'b', settingsOf)).toEqual({ model: 'acme/other', reasoningEffort: 'low', routing: zeroDataRetention })
})

test('a lane goes on as itself, not as its neighbour', () => {
  const settingsOf = {
    a: { model: 'acme/model', lane: 0, routing: { sort: 'price' as const } },
    b: { model: 'acme/other', lane: 1, costCapPicoUsd: '1', routing: zeroDataRetention }
  }
  expect(nextSettings(tree, 'b', settingsOf)).toEqual({ model: 'acme/other', routing: zeroDataRetention })
})

test('nothing was asked, or it is not shown with what', () => {
  expect(nextSettings(tree, null, {})).toBeNull()
  expect(nextSettings(tree, 'a', { a: { lane: 0 } })).toBeNull()
})
