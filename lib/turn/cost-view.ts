import 'server-only'
import { addDays, boundsOf, dateIn, isTimeZone, neighboursOf, parsePeriod, periodAround } from '../cost/period.ts'
import type { CostView } from '../cost/view.ts'
import { firstCallOn, readCostReport } from '../db/cost-report.ts'
import { AppError } from '../errors.ts'
import { upstreamOf } from './upstream.ts'

/** A period by its name in a zone, this month when it has none. 400 for what is neither. */
export async function readCostView(userId: string, { name, zone }: { name: string | null; zone: string }, now: Date): Promise<CostView> {
  if (!isTimeZone(zone)) throw new AppError('invalid_request', 400, 'Invalid request. zone: must be the IANA name of a time zone')
  const { upstream } = await upstreamOf(userId)
  const today = dateIn(zone, now)
  const since = (name === 'all' && (await firstCallOn({ userId, upstream, zone }))) || today
  const period = parsePeriod(name ?? periodAround('month', today), zone, { since, today })
  if (!period) throw new AppError('invalid_request', 400, 'Invalid request. period: must be a day, week, month, year, all, or two days')
  const { startsAt, endsAt } = boundsOf(period)
  const { previous, next } = neighboursOf(period)
  const middle = period.first <= today && today <= period.last ? today : period.first
  return {
    period,
    startsAt: startsAt.toISOString(),
    endsAt: endsAt.toISOString(),
    now: now.toISOString(),
    today,
    around: (['day', 'week', 'month', 'year'] as const).map(kind => ({ kind, name: periodAround(kind, middle) })),
    previous,
    next: addDays(period.last, 1) > today ? null : next,
    report: await readCostReport(userId, upstream, period)
  }
}
