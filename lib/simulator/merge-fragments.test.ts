import { describe, expect, test } from 'vitest'
import { mergeFragments } from './merge-fragments.ts'

const text = (value: string, more = {}) => ({ type: 'reasoning.text', text: value, format: 'anthropic-claude-v1', index: 0, ...more })
const signature = (value: string, more = {}) => ({
  type: 'reasoning.text',
  signature: value,
  format: 'anthropic-claude-v1',
  index: 0,
  ...more
})

describe('merging fragments by the rules of the wire', () => {
  test('text and its signature become one entry', () => {
    expect(mergeFragments([text('', { signature: '' }), text('A'), text('B'), signature('S')])).toEqual([text('AB', { signature: 'S' })])
  })

  test('two signed blocks stay two, with the same index or with two', () => {
    const same = [text('A'), signature('S0'), text('B'), signature('S1')]
    expect(mergeFragments(same)).toEqual([text('A', { signature: 'S0' }), text('B', { signature: 'S1' })])
    const counted = [text('A'), signature('S0'), text('B', { index: 1 }), signature('S1', { index: 1 })]
    expect(mergeFragments(counted)).toHaveLength(2)
  })

  test('encrypted data is never joined, nor is what nobody knows yet', () => {
    const encrypted = { type: 'reasoning.encrypted', data: 'x', index: 0 }
    const unknown = { type: 'reasoning.future', index: 0 }
    expect(mergeFragments([encrypted, encrypted, unknown, unknown])).toEqual([encrypted, encrypted, unknown, unknown])
  })

  test('a summary and an encrypted entry of the same index stay apart', () => {
    const summary = (value: string) => ({ type: 'reasoning.summary', summary: value, index: 0 })
    const encrypted = { type: 'reasoning.encrypted', data: 'x', id: 'rs_1', index: 0 }
    expect(mergeFragments([summary('A'), summary('B'), encrypted])).toEqual([summary('AB'), encrypted])
  })

  test('a signature without text invents none; a null format stays null', () => {
    expect(mergeFragments([signature('S')])).toEqual([signature('S')])
    expect(mergeFragments([text('A', { format: null }), text('B', { format: null })])).toEqual([text('AB', { format: null })])
  })
})
