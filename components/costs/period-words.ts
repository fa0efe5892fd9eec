import type { Period } from '@/lib/cost/period.ts'

type Days = Pick<Period, 'kind' | 'first' | 'last'>

/** An ISO date in words; the date is a calendar's, not a moment's, hence UTC. */
function dateWords(date: string, options: Intl.DateTimeFormatOptions): string {
  return new Date(`${date}T00:00:00Z`).toLocaleDateString('en-GB', { ...options, timeZone: 'UTC' })
}

const longDay = { day: 'numeric', month: 'long', year: 'numeric' } as const

/** The heading: "November 2026". */
export function periodTitle({ kind, first, last }: Days): string {
  switch (kind) {
    case 'day':
      return dateWords(first, longDay)
    case 'month':
      return dateWords(first, { month: 'long', year: 'numeric' })
    case 'year':
      return first.slice(0, 4)
    case 'all':
      return 'All time'
    case 'week':
    case 'range':
      return first === last ? dateWords(first, longDay) : spanWords(first, last)
  }
}

/** "23–29 Nov 2026", "30 Nov – 6 Dec 2026", "28 Dec 2026 – 3 Jan 2027". */
function spanWords(first: string, last: string): string {
  const end = dateWords(last, { day: 'numeric', month: 'short', year: 'numeric' })
  if (first.slice(0, 7) === last.slice(0, 7)) return `${dateWords(first, { day: 'numeric' })}–${end}`
  const sameYear = first.slice(0, 4) === last.slice(0, 4)
  return `${dateWords(first, { day: 'numeric', month: 'short', ...(sameYear ? {} : { year: 'numeric' }) })} – ${end}`
}

/** The empty page: "Nothing spent in November." The year is said when it is not the current one. */
export function nothingSpent({ kind, first, last }: Days, today: string): string {
  const year = first.slice(0, 4) === today.slice(0, 4) ? {} : ({ year: 'numeric' } as const)
  switch (kind) {
    case 'day':
      return `Nothing spent on ${dateWords(first, { day: 'numeric', month: 'long', ...year })}.`
    case 'month':
      return `Nothing spent in ${dateWords(first, { month: 'long', ...year })}.`
    case 'year':
      return `Nothing spent in ${first.slice(0, 4)}.`
    case 'all':
      return 'Nothing spent yet.'
    case 'week':
    case 'range':
      return `Nothing spent on ${periodTitle({ kind, first, last })}.`
  }
}

/** "30th" */
export function ordinalDay(date: string): string {
  const day = Number(date.slice(8))
  const ending = day >= 11 && day <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][day % 10] ?? 'th')
  return `${day}${ending}`
}
