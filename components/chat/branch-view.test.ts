import { describe, expect, test } from 'vitest'
import type { ConversationDetail } from '@/lib/chat/conversation.ts'
import type { ChatMessage } from '@/lib/chat/message.ts'
import { branchAfterRefresh, overlayBranch, siblingIndex, textOf } from './branch-view.ts'

const message = (id: string, parentId: string | null, text = ''): ChatMessage => ({
  id,
  role: 'assistant',
  parts: [
    { type: 'reasoning', text: 'hm' },
    { type: 'text', text }
  ],
  metadata: { status: 'complete', parentId, createdAt: '2026-11-24T00:00:00Z' }
})
const tree = [message('q1', null), message('a1', 'q1'), message('a1b', 'q1'), message('q2', 'a1'), message('a2', 'q2')]
const detail = (selectedLeafId: string): ConversationDetail => ({
  id: 'c',
  kind: 'chat',
  title: '',
  messages: tree,
  selectedLeafId,
  cost: { picoUsd: '0', pending: 0, unknown: 0 },
  settings: null,
  branchSettings: null,
  forkedFrom: null
})
const ids = (messages: readonly ChatMessage[]) => messages.map(({ id }) => id)

describe('branchAfterRefresh', () => {
  test('a branch that another tab went on with is shown to its new end', () => {
    expect(ids(branchAfterRefresh(detail('a2'), 'a1'))).toEqual(['q1', 'a1', 'q2', 'a2'])
  })

  test('what another tab selected elsewhere does not take this one away', () => {
    expect(ids(branchAfterRefresh(detail('a2'), 'a1b'))).toEqual(['q1', 'a1b'])
  })

  test('what is gone makes room for what is selected', () => {
    expect(ids(branchAfterRefresh(detail('a1b'), 'never-stored'))).toEqual(['q1', 'a1b'])
    expect(ids(branchAfterRefresh(detail('a1b'), null))).toEqual(['q1', 'a1b'])
  })
})

test('what is on screen is newer than what was read, and keeps its place among its siblings', () => {
  const live = message('a1b', 'q1', 'more')
  const all = overlayBranch(tree, [live, message('a1c', 'q1')])
  expect(all).toContain(live)
  expect(siblingIndex(all).get('a1b')).toEqual({ position: 2, count: 3, previousId: 'a1', nextId: 'a1c' })
  expect(siblingIndex(all).has('q2')).toBe(false)
})

test('the text of a message is what was written, not what was thought', () => {
  expect(textOf(message('a', null, ' Answer '))).toBe('Answer')
})
