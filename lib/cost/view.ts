import type { Period } from './period.ts'
import type { CostReport } from './report.ts'

/** What the costs page shows, and where one goes from there. */
export interface CostView {
  period: Period
  /** ISO 8601 instants. */
  startsAt: string
  endsAt: string
  now: string
  /** ISO date, in the period's zone. */
  today: string
  /** Names of the periods around the one that is shown. */
  around: { kind: 'day' | 'week' | 'month' | 'year'; name: string }[]
  previous: string | null
  next: string | null
  report: CostReport
}
