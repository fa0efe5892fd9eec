import { boundsOf, dateIn, endOf } from './period.ts'

/** The day or month that `now` is in, by the clocks of a time zone: from its first moment up to the first of the next one. */
export function budgetPeriod(unit: 'day' | 'month', now: Date, zone: string): { from: Date; until: Date } {
  const today = dateIn(zone, now)
  const first = unit === 'day' ? today : `${today.slice(0, 7)}-01`
  const { startsAt, endsAt } = boundsOf({ first, last: endOf(unit, first), zone })
  return { from: startsAt, until: endsAt }
}
