import { expect, test } from 'vitest'
import { startOfUtcPeriod } from './utc-period.ts'

test.each([
  ['day', '2026-11-25T23:59:59Z', '2026-11-25'],
  ['week', '2026-11-25T12:00:00Z', '2026-11-23'],
  ['week', '2026-11-23T00:00:00Z', '2026-11-23'],
  ['week', '2026-11-22T23:00:00Z', '2026-11-16'],
  ['week', '2027-01-01T00:00:00Z', '2026-12-28'],
  ['month', '2026-12-31T23:00:00Z', '2026-12-01']
] as const)('the %s of %s begins on %s', (period, now, start) => {
  expect(startOfUtcPeriod(period, new Date(now)).toISOString()).toBe(`${start}T00:00:00.000Z`)
})
