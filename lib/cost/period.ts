import { Temporal } from 'temporal-polyfill'

export type PeriodKind = 'day' | 'week' | 'month' | 'year' | 'all' | 'range'

/** Whole days of a time zone. */
export interface Period {
  /** As a URL has it: `2026-11-25`, `2026-W48`, `2026-11`, `2026`, `all`, `2026-01-03..2026-02-10`. */
  name: string
  kind: PeriodKind
  /** IANA name. */
  zone: string
  /** First and last day, ISO dates, both within. */
  first: string
  last: string
}

/** A day, month or year by its first date. */
export interface Block {
  grain: 'day' | 'month' | 'year'
  first: string
}

/** Before and after these nothing was or will be billed; a calendar of more years has no use. */
const earliest = '2000-01-01'
const latest = '2199-12-31'

/** A name that `Intl` knows; anything else is refused. */
export function isTimeZone(zone: string): boolean {
  try {
    return zone.length <= 64 && Temporal.Now.plainDateISO(zone) !== null
  } catch {
    return false
  }
}

/** Today in a zone, as an ISO date. */
export function dateIn(zone: string, instant: Date): string {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone).toPlainDate().toString()
}

/** The moment at which a day begins there: not always midnight, which some changes of the clock leave out. */
function startOf(date: string, zone: string): Date {
  return new Date(Temporal.PlainDate.from(date).toZonedDateTime({ timeZone: zone }).epochMilliseconds)
}

/** The moments between which a period lies. */
export function boundsOf({ first, last, zone }: Pick<Period, 'first' | 'last' | 'zone'>): { startsAt: Date; endsAt: Date } {
  return { startsAt: startOf(first, zone), endsAt: startOf(addDays(last, 1), zone) }
}

/**
 * Reads a period's name; `null` for one that is none. `all` reaches from `since` (the first call's date) to `today`.
 */
export function parsePeriod(name: string, zone: string, { since, today }: { since: string; today: string }): Period | null {
  const days = daysOf(name, since, today)
  if (!days || days.first < earliest || days.last > latest || days.last < days.first) return null
  return { name, zone, ...days }
}

function daysOf(name: string, since: string, today: string): Pick<Period, 'kind' | 'first' | 'last'> | null {
  if (name === 'all') return { kind: 'all', first: since < today ? since : today, last: today }
  const [first = '', last] = name.split('..')
  if (last !== undefined) return isDate(first) && isDate(last) ? { kind: 'range', first, last } : null
  if (/^\d{4}$/.test(name)) return { kind: 'year', first: `${name}-01-01`, last: `${name}-12-31` }
  if (/^\d{4}-(0[1-9]|1[0-2])$/.test(name)) return { kind: 'month', first: `${name}-01`, last: lastOfMonth(name) }
  const week = /^(\d{4})-W(\d\d)$/.exec(name)
  if (week) return weekDays(Number(week[1]), Number(week[2]))
  return isDate(name) ? { kind: 'day', first: name, last: name } : null
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString() === text
  } catch {
    return false
  }
}

function lastOfMonth(month: string): string {
  const date = Temporal.PlainDate.from(`${month}-01`)
  return date.with({ day: date.daysInMonth }).toString()
}

/** ISO 8601: the first week is that of 4 January. */
function weekDays(year: number, week: number): Pick<Period, 'kind' | 'first' | 'last'> | null {
  const fourth = Temporal.PlainDate.from({ year, month: 1, day: 4 })
  const monday = fourth.subtract({ days: fourth.dayOfWeek - 1 }).add({ weeks: week - 1 })
  if (monday.yearOfWeek !== year || monday.weekOfYear !== week) return null
  return { kind: 'week', first: monday.toString(), last: monday.add({ days: 6 }).toString() }
}

/** The name of the day, week, month or year that a date lies in. */
export function periodAround(kind: 'day' | 'week' | 'month' | 'year', date: string): string {
  const day = Temporal.PlainDate.from(date)
  switch (kind) {
    case 'day':
      return date
    case 'week':
      return `${day.yearOfWeek}-W${String(day.weekOfYear).padStart(2, '0')}`
    case 'month':
      return date.slice(0, 7)
    case 'year':
      return date.slice(0, 4)
  }
}

/** Names of the periods before and after one of the calendar's; `null` where there are none. */
export function neighboursOf({ kind, first, last }: Period): { previous: string | null; next: string | null } {
  if (kind === 'all' || kind === 'range') return { previous: null, next: null }
  const before = addDays(first, -1)
  const after = addDays(last, 1)
  return {
    previous: before < earliest ? null : periodAround(kind, before),
    next: after > latest ? null : periodAround(kind, after)
  }
}

export function addDays(date: string, days: number): string {
  return Temporal.PlainDate.from(date).add({ days }).toString()
}

/** How many days a period has. */
export function dayCount({ first, last }: Pick<Period, 'first' | 'last'>): number {
  return Temporal.PlainDate.from(first).until(last).days + 1
}

/** The days of a period. */
export function daysIn({ first, last }: Pick<Period, 'first' | 'last'>): Pick<Period, 'first' | 'last'>[] {
  return Array.from({ length: dayCount({ first, last }) }, (_, day) => {
    const date = addDays(first, day)
    return { first: date, last: date }
  })
}

/** The months of a period; broken ones at its ends. */
export function monthsIn({ first, last }: Pick<Period, 'first' | 'last'>): Pick<Period, 'first' | 'last'>[] {
  const months: Pick<Period, 'first' | 'last'>[] = []
  for (let date = first; date <= last; date = addDays(endOf('month', date), 1)) {
    const end = endOf('month', date)
    months.push({ first: date, last: end < last ? end : last })
  }
  return months
}

/** The fewest years, months and days that make up the time from `first` to `last`, in their order. */
export function blocksOf(first: string, last: string): Block[] {
  const blocks: Block[] = []
  for (let date = first; date <= last; ) {
    const grain =
      endOf('year', date) <= last && date.endsWith('-01-01')
        ? 'year'
        : endOf('month', date) <= last && date.endsWith('-01')
          ? 'month'
          : 'day'
    blocks.push({ grain, first: date })
    date = addDays(endOf(grain, date), 1)
  }
  return blocks
}

/** The parts that a year or a month is the sum of. */
export function partsOf({ grain, first }: Block): Block[] {
  if (grain === 'day') return []
  const end = endOf(grain, first)
  const parts: Block[] = []
  for (let date = first; date <= end; date = addDays(endOf(grain === 'year' ? 'month' : 'day', date), 1)) {
    parts.push({ grain: grain === 'year' ? 'month' : 'day', first: date })
  }
  return parts
}

/** Last day of the block that begins with a date. */
export function endOf(grain: Block['grain'], first: string): string {
  return grain === 'year' ? `${first.slice(0, 4)}-12-31` : grain === 'month' ? lastOfMonth(first.slice(0, 7)) : first
}

/** The hours of a day: 24, or 23 or 25 where the clock changes, or with a half. */
export function hoursOf(date: string, zone: string): { startsAt: Date; endsAt: Date }[] {
  const { startsAt, endsAt } = boundsOf({ first: date, last: date, zone })
  const hours: { startsAt: Date; endsAt: Date }[] = []
  for (let start = startsAt.getTime(); start < endsAt.getTime(); start += 3_600_000) {
    hours.push({ startsAt: new Date(start), endsAt: new Date(Math.min(start + 3_600_000, endsAt.getTime())) })
  }
  return hours
}
