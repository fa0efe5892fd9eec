import { expect, test } from 'vitest'
import { groupByDay } from './group-by-day.ts'

const at = (updatedAt: string) => ({
  id: updatedAt,
  title: '',
  updatedAt,
  cost: { picoUsd: '0', pending: 0, unknown: 0 },
  streaming: false,
  pinned: false,
  archived: false,
  folderId: null,
  tags: []
})
const labels = (times: string[], timeZone = 'UTC') =>
  groupByDay(times.map(at), new Date('2026-11-24T10:00:00Z'), timeZone).map(group => [group.label, group.conversations.length])

test('groups by calendar day, then week, then month', () => {
  expect(
    labels([
      '2026-11-24T09:00:00Z',
      '2026-11-24T00:10:00Z',
      '2026-11-23T23:50:00Z',
      '2026-11-20T12:00:00Z',
      '2026-10-02T12:00:00Z',
      '2025-11-02T12:00:00Z'
    ])
  ).toEqual([
    ['Today', 2],
    ['Yesterday', 1],
    ['Previous 7 days', 1],
    ['October', 1],
    ['November 2025', 1]
  ])
})

test('a day begins at midnight where the reader is', () => {
  expect(labels(['2026-11-24T00:10:00Z'], 'America/New_York')).toEqual([['Yesterday', 1]])
})

test('a clock that is ahead does not make a day of its own', () => {
  expect(labels(['2026-11-25T00:10:00Z'])).toEqual([['Today', 1]])
})
