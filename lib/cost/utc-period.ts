/** The periods by which OpenRouter counts what a key has used: all of them of UTC, the week from Monday. */
export const utcPeriods = ['day', 'week', 'month'] as const
export type UtcPeriod = (typeof utcPeriods)[number]

/** When the period began that `now` is in. */
export function startOfUtcPeriod(period: UtcPeriod, now: Date): Date {
  const year = now.getUTCFullYear()
  const month = now.getUTCMonth()
  const day = now.getUTCDate()
  switch (period) {
    case 'day':
      return new Date(Date.UTC(year, month, day))
    case 'week':
      return new Date(Date.UTC(year, month, day - ((now.getUTCDay() + 6) % 7)))
    case 'month':
      return new Date(Date.UTC(year, month, 1))
  }
}
