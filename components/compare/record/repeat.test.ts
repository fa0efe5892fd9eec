import { expect, test } from 'vitest'
import type { ChatMessage } from '@/lib/chat/message.ts'
import type { TurnSettings } from '@/lib/chat/turn-request.ts'
import { repeatOf } from './repeat.ts'

function message(id: string, parentId: string | null, parts: ChatMessage['parts'] = []): ChatMessage {
  const isQuestion = id.startsWith('q')
  return {
    id,
    role: isQuestion ? 'user' : 'assistant',
    parts,
    metadata: { status: 'complete', parentId, createdAt: '2026-11-22T11:04:00Z' }
  }
}

const question = message('q1', null, [
  { type: 'text', text: 'Why?' },
  { type: 'file', mediaType: 'image/png', filename: 'a.png', url: '/api/attachments/file', providerMetadata: { steno: { sizeBytes: 70 } } }
])

test('the first round is repeated: each lane with the settings of its newest answer, no later round and no merge', () => {
  const settingsOf: Record<string, Partial<TurnSettings>> = {
    b: { model: 'a/two', lane: 1 },
    a: { model: 'a/one', lane: 0 },
    again: { model: 'a/three', lane: 0, temperature: 1, costCapPicoUsd: '5' },
    later: { model: 'a/later', lane: 1 },
    merged: { model: 'a/merger', purpose: 'merge' }
  }
  const messages = [
    question,
    message('b', 'q1'),
    message('a', 'q1'),
    message('again', 'q1'),
    message('q2', 'b'),
    message('later', 'q2'),
    message('q3', null),
    message('merged', 'q3')
  ]
  expect(repeatOf({ messages, settingsOf })).toEqual({
    text: 'Why?',
    files: [{ id: 'file', name: 'a.png', mediaType: 'image/png', sizeBytes: 70 }],
    lanes: [{ model: 'a/three', temperature: 1, costCapPicoUsd: '5' }, { model: 'a/two' }]
  })
})

test('nothing is repeated while the models are hidden', () => {
  expect(
    repeatOf({ messages: [question, message('a', 'q1'), message('b', 'q1')], settingsOf: { a: { lane: 0 }, b: { lane: 1 } } })
  ).toBeNull()
})
