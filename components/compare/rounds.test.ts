import { describe, expect, test } from 'vitest'
import type { ChatMessage } from '../../lib/chat/message.ts'
import { comparisonOf } from './rounds.ts'

type Node = Pick<ChatMessage, 'id' | 'role' | 'metadata'>

function node(id: string, role: 'user' | 'assistant', parentId: string | null, lane?: number): Node {
  return { id, role, metadata: { status: 'complete', parentId, createdAt: '', ...(lane === undefined ? {} : { lane }) } }
}

const firstRound = [node('q', 'user', null), node('a', 'assistant', 'q', 0), node('b', 'assistant', 'q', 1)]

describe('comparisonOf', () => {
  test('lanes of one round, a retry beside what it repeats', () => {
    expect(comparisonOf([...firstRound, node('b2', 'assistant', 'q', 1)], {})).toEqual({
      lanes: [0, 1],
      rounds: [
        {
          questionId: 'q',
          cells: [
            { lane: 0, answerIds: ['a'] },
            { lane: 1, answerIds: ['b', 'b2'] }
          ]
        }
      ],
      merges: []
    })
  })

  test('the next round is one round, though each lane has a question of its own; a lane may be left out', () => {
    const messages = [
      ...firstRound,
      node('qb', 'user', 'b'),
      node('b3', 'assistant', 'qb', 1),
      node('qb2', 'user', 'b3'),
      node('b4', 'assistant', 'qb2', 1)
    ]
    const { rounds } = comparisonOf(messages, {})
    expect(rounds.map(({ questionId, cells }) => [questionId, cells.map(({ lane }) => lane)])).toEqual([
      ['q', [0, 1]],
      ['qb', [1]],
      ['qb2', [1]]
    ])
  })

  test('a merge is what was asked for as one; what a continued lane became, and a question edited in it, are nothing of it', () => {
    const messages = [
      ...firstRound,
      node('m', 'user', null),
      node('merged', 'assistant', 'm'),
      node('on', 'user', 'a'),
      node('chat', 'assistant', 'on'),
      node('edited', 'user', null),
      node('answered', 'assistant', 'edited')
    ]
    const { rounds, merges } = comparisonOf(messages, { merged: { purpose: 'merge' }, chat: {}, answered: {} })
    expect(merges).toEqual([{ questionId: 'm', answerId: 'merged' }])
    expect(rounds).toHaveLength(1)
  })

  test('nothing asked is nothing to show', () => {
    expect(comparisonOf([], {})).toEqual({ lanes: [], rounds: [], merges: [] })
  })
})
