import type { Period } from './period.ts'

/** Before this share of a day or a month has gone by, its beginning says little about its end. */
const enough = 0.1

interface PaceOf {
  period: Pick<Period, 'kind'>
  /** ISO 8601 instants. */
  startsAt: string
  endsAt: string
  now: string
}

/** What a day or a month that still runs comes to when it goes on as it began; `null`: too early to say, or over. */
export function paceOf({ period, startsAt, endsAt, now }: PaceOf, spent: bigint): bigint | null {
  if (period.kind !== 'day' && period.kind !== 'month') return null
  const [start, end, moment] = [startsAt, endsAt, now].map(time => Date.parse(time))
  if (start === undefined || end === undefined || moment === undefined || moment >= end || spent <= 0n) return null
  const gone = moment - start
  if (gone < enough * (end - start)) return null
  return (spent * BigInt(end - start)) / BigInt(gone)
}
