import { expect, test } from 'vitest'
import { branchTo } from './branch.ts'
import { endOfBranch } from './branch-end.ts'
import type { ConversationDetail } from './conversation.ts'
import type { ChatMessage } from './message.ts'

function message(id: string, parentId: string | null, role: ChatMessage['role']): ChatMessage {
  return { id, role, parts: [], metadata: { status: 'complete', parentId, createdAt: '2026-01-01T00:00:00.000Z' } }
}

function chat(length: number): ConversationDetail {
  const messages = Array.from({ length }, (_, index) =>
    message(`m${index}`, index === 0 ? null : `m${index - 1}`, index % 2 === 0 ? 'user' : 'assistant')
  )
  const other = message('other', `m${length - 2}`, 'assistant')
  const cost = { picoUsd: '0', pending: 0, unknown: 0 }
  return {
    id: 'c',
    kind: 'chat',
    title: 'A chat',
    messages: [message('early', 'm0', 'assistant'), ...messages, other],
    selectedLeafId: `m${length - 1}`,
    cost,
    settings: null,
    branchSettings: null,
    forkedFrom: null
  }
}

test('a short chat is whole', () => {
  const short = chat(80)
  expect(endOfBranch(short)).toBe(short)
})

test('of a long one the end is there with its alternatives, and how many questions stand before', () => {
  const whole = chat(2000)
  const end = endOfBranch(whole)
  const branch = branchTo(end.messages, end.selectedLeafId)
  expect(branch.map(({ id }) => id)).toEqual(
    branchTo(whole.messages, whole.selectedLeafId)
      .slice(-40)
      .map(({ id }) => id)
  )
  expect(end.earlier).toEqual({ firstId: 'm1960', questions: 980 })
  expect(end.messages.map(({ id }) => id)).toContain('other')
  expect(end.messages).toHaveLength(41)
})
