import { describe, expect, test } from 'vitest'
import { laneVariant } from './lane-variant.ts'
import { mergeQuestion } from './merge-question.ts'
import { wordDiff } from './word-diff.ts'

describe('wordDiff', () => {
  test('each side can be put together again', () => {
    const left = 'The quick brown fox jumps.\nIt is done.'
    const right = 'The slow brown fox walks.\nIt is done!'
    const pieces = wordDiff(left, right) ?? []
    const side = (own: 'left' | 'right') =>
      pieces
        .filter(({ kind }) => kind === 'same' || kind === own)
        .map(({ text }) => text)
        .join('')
    expect(side('left')).toBe(left)
    expect(side('right')).toBe(right)
    expect(pieces.filter(({ kind }) => kind === 'left').map(({ text }) => text)).toContain('quick')
  })

  test('gives up on what is long and has nothing in common', () => {
    const words = (seed: string) => Array.from({ length: 60_000 }, (_, index) => `${seed}${index}`).join(' ')
    expect(wordDiff(words('a'), words('b'))).toBeNull()
  })
})

test('a merge asks the question again, with the chosen answers under their letters', () => {
  const text = mergeQuestion('Why?', [
    { letter: 'A', text: 'Because.' },
    { letter: 'C', text: 'No reason.' }
  ])
  expect(text).toContain('<question>\nWhy?\n</question>')
  expect(text).toContain('<answer lane="A">\nBecause.\n</answer>')
  expect(text).toContain('<answer lane="C">\nNo reason.\n</answer>')
  expect(text).toMatch(/^Write one answer .* 2 answers/)
})

test('what is special about a lane', () => {
  expect(laneVariant({ model: 'a/b' })).toBe('')
  expect(laneVariant({ reasoningEffort: 'high', routing: { only: ['Azure'] }, temperature: 0, tools: [] })).toBe(
    'Azure · High · temperature 0 · no tools'
  )
  expect(laneVariant({ systemPrompt: ' Be brief.\n\nAlways. ' })).toBe('“Be brief. Always.”')
  expect(laneVariant({ systemPrompt: 'You answer as a pirate would who has read all of Kant.' })).toBe(
    '“You answer as a pirate would who has re…”'
  )
})
