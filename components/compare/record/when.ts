const dayMs = 24 * 60 * 60 * 1000

/** "11:04", "Yesterday, 11:04", "22 Nov", "22 Nov 2025". */
export function whenOf(iso: string, now: Date, timeZone: string): string {
  const date = new Date(iso)
  const format = (options: Intl.DateTimeFormatOptions, of = date) => new Intl.DateTimeFormat('en-GB', { timeZone, ...options }).format(of)
  const dayOf = (of: Date) =>
    Date.parse(new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(of))
  const daysAgo = Math.round((dayOf(now) - dayOf(date)) / dayMs)
  const time = format({ hour: '2-digit', minute: '2-digit' })
  if (daysAgo <= 0) return time
  if (daysAgo === 1) return `Yesterday, ${time}`
  const sameYear = format({ year: 'numeric' }) === format({ year: 'numeric' }, now)
  return format({ day: 'numeric', month: 'short', ...(sameYear ? {} : { year: 'numeric' }) })
}

/** With everything, for who points at it. */
export function fullWhenOf(iso: string, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'full', timeStyle: 'long' }).format(new Date(iso))
}
