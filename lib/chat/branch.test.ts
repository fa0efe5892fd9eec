import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { branchTo, deepestLeaf, siblingsOf } from './branch.ts'
import type { ChatMessage } from './message.ts'

function message(id: string, parentId: string | null): ChatMessage {
  return { id, role: 'user', parts: [], metadata: { status: 'complete', parentId, createdAt: '2026-11-01T00:00:00Z' } }
}

/** Any tree: each message hangs under an earlier one or starts a conversation. */
const trees = fc
  .array(fc.nat(), { minLength: 1, maxLength: 40 })
  .map(choices =>
    choices.map((choice, index) => message(`m${index}`, index === 0 || choice % (index + 1) === index ? null : `m${choice % index}`))
  )

describe('branch', () => {
  test('follows parents from the leaf to the first message', () => {
    const messages = [message('q1', null), message('a1', 'q1'), message('a1b', 'q1'), message('q2', 'a1')]
    expect(branchTo(messages, 'q2').map(({ id }) => id)).toEqual(['q1', 'a1', 'q2'])
    expect(branchTo(messages, 'a1b').map(({ id }) => id)).toEqual(['q1', 'a1b'])
    expect(branchTo(messages, null)).toEqual([])
    expect(branchTo(messages, 'gone')).toEqual([])
  })

  test('siblings share a parent, and the newest child ends a branch', () => {
    const messages = [message('q1', null), message('a1', 'q1'), message('a1b', 'q1'), message('q2', 'a1')]
    expect(siblingsOf(messages, 'a1').map(({ id }) => id)).toEqual(['a1', 'a1b'])
    expect(deepestLeaf(messages, 'a1')).toBe('q2')
    expect(deepestLeaf(messages, 'q1')).toBe('a1b')
  })

  test('a cycle, which only a damaged file can hold, ends', () => {
    const messages = [message('x', 'y'), message('y', 'x')]
    expect(branchTo(messages, 'x')).toHaveLength(2)
    expect(['x', 'y']).toContain(deepestLeaf(messages, 'x'))
  })

  test('in any tree every branch is a chain that ends in its leaf', () => {
    fc.assert(
      fc.property(trees, fc.nat(), (messages, pick) => {
        const leaf = messages[pick % messages.length]
        if (!leaf) return
        const branch = branchTo(messages, leaf.id)
        expect(branch.at(-1)).toBe(leaf)
        branch.forEach((entry, index) => {
          expect(entry.metadata?.parentId ?? null).toBe(branch[index - 1]?.id ?? null)
        })
        expect(branchTo(messages, deepestLeaf(messages, leaf.id))).toContain(leaf)
      })
    )
  })
})
