import { expect, test } from 'vitest'
import type { ComparisonSummary } from '@/lib/chat/comparison.ts'
import { groupReruns } from './group-reruns.ts'
import { whenOf } from './when.ts'

function summary(id: string, rerunOfId: string | null = null): ComparisonSummary {
  const cost = { picoUsd: '0', pending: 0, unknown: 0 }
  return {
    id,
    title: id,
    updatedAt: '2026-11-22T11:04:00Z',
    cost,
    streaming: false,
    pinned: false,
    archived: false,
    folderId: null,
    tags: [],
    blind: false,
    revealed: true,
    lanes: [],
    rerunOfId
  }
}
const idsOf = (list: ComparisonSummary[]) =>
  groupReruns(list).map(({ original, reruns }) => [original.id, ...reruns.map(rerun => rerun.id)])

test('reruns stand under their original, at the place of the newest of them', () => {
  const list = [summary('third', 'second'), summary('other'), summary('second', 'first'), summary('first')]
  expect(idsOf(list)).toEqual([['first', 'third', 'second'], ['other']])
})

test('a rerun without its original stands alone, and takes its own reruns in', () => {
  expect(idsOf([summary('third', 'second'), summary('second', 'gone'), summary('other', 'gone')])).toEqual([['second', 'third'], ['other']])
})

test('what claims to repeat itself ends', () => {
  expect(
    idsOf([summary('one', 'two'), summary('two', 'one')])
      .flat()
      .sort()
  ).toEqual(['one', 'two'])
})

test.each([
  ['2026-11-22T11:04:00Z', '12:04'],
  ['2026-11-21T23:30:00Z', '00:30'],
  ['2026-11-21T22:30:00Z', 'Yesterday, 23:30'],
  ['2026-11-02T22:30:00Z', '2 Nov'],
  ['2025-11-22T11:04:00Z', '22 Nov 2025']
])('%s reads %s in Berlin on 22 November', (iso, words) => {
  expect(whenOf(iso, new Date('2026-11-22T20:00:00Z'), 'Europe/Berlin')).toBe(words)
})
