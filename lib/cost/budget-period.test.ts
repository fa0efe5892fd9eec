import { describe, expect, test } from 'vitest'
import { budgetPeriod } from './budget-period.ts'

const iso = ({ from, until }: { from: Date; until: Date }) => [from.toISOString(), until.toISOString()]

describe('the period of a budget', () => {
  test.each([
    ['UTC', 'day', '2026-11-25T23:59:59Z', ['2026-11-25T00:00:00.000Z', '2026-11-26T00:00:00.000Z']],
    ['Pacific/Auckland', 'day', '2026-11-25T11:00:00Z', ['2026-11-25T11:00:00.000Z', '2026-11-26T11:00:00.000Z']],
    ['America/Los_Angeles', 'month', '2026-12-01T07:59:59Z', ['2026-11-01T07:00:00.000Z', '2026-12-01T08:00:00.000Z']],
    ['Asia/Kolkata', 'month', '2026-12-31T18:30:00Z', ['2026-12-31T18:30:00.000Z', '2027-01-31T18:30:00.000Z']],
    // 25 hours, 23 hours.
    ['Europe/Berlin', 'day', '2026-10-25T12:00:00Z', ['2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z']],
    ['Europe/Berlin', 'day', '2026-03-29T12:00:00Z', ['2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z']],
    // Midnight is left out there: the day begins at one.
    ['Africa/Cairo', 'day', '2026-04-24T12:00:00Z', ['2026-04-23T22:00:00.000Z', '2026-04-24T21:00:00.000Z']],
    // Midnight comes twice there.
    ['America/Havana', 'day', '2026-11-01T12:00:00Z', ['2026-11-01T04:00:00.000Z', '2026-11-02T05:00:00.000Z']]
  ] as const)('in %s, %s of %s', (timeZone, unit, now, expected) => {
    expect(iso(budgetPeriod(unit, new Date(now), timeZone))).toEqual(expected)
  })
})
