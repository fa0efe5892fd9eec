import { formatCost, formatTokens } from '@/lib/cost/format.ts'
import { picoUsd, picoUsdFromJson } from '@/lib/cost/pico-usd.ts'
import type { Finding, OurFigures, Reconciliation } from '@/lib/cost/reconciliation.ts'

/** "November so far, UTC": OpenRouter counts by these days, whatever the page's own zone is. */
export function periodWords({ period, from }: Pick<Reconciliation, 'period' | 'from'>): string {
  const start = new Date(from)
  const format = (options: Intl.DateTimeFormatOptions) => start.toLocaleDateString('en-GB', { ...options, timeZone: 'UTC' })
  switch (period) {
    case 'day':
      return `${format({ day: 'numeric', month: 'short' })} so far, UTC`
    case 'week':
      return `Since Monday, ${format({ day: 'numeric', month: 'short' })}, UTC`
    case 'month':
      return `${format({ month: 'long' })} so far, UTC`
  }
}

/** "3 calls pending, 1 unknown"; `null` when every call has its cost. */
export function openWords({ pending, unknown }: Pick<OurFigures, 'pending' | 'unknown'>): string | null {
  const calls = (count: number) => `${formatTokens(count)} ${count === 1 ? 'call' : 'calls'}`
  if (pending > 0) return `${calls(pending)} pending${unknown > 0 ? `, ${formatTokens(unknown)} unknown` : ''}`
  return unknown > 0 ? `${calls(unknown)} unknown` : null
}

/** What became of the difference, in one sentence. */
export function findingWords(finding: Finding, reconciliation: Pick<Reconciliation, 'ours' | 'beforeKey' | 'upstream'>): string {
  const { ours, beforeKey, upstream } = reconciliation
  const who = upstream === 'demo' ? 'the demo' : 'OpenRouter'
  const difference = picoUsdFromJson(finding.differencePicoUsd)
  const amount = (value: bigint) => formatCost(picoUsd(value < 0n ? -value : value), 'note')
  switch (finding.verdict) {
    case 'agrees':
      return `Every cent agrees with what ${who} counted.`
    case 'open':
      return difference > 0n
        ? `${amount(difference)} more there. It may be what the open calls cost: ${openWords(ours) ?? 'none'}.`
        : `${amount(difference)} more here: ${beforeKey?.calls ?? 0} calls were made before this key was entered, maybe with another.`
    case 'unexplained': {
      const unexplained = BigInt(finding.unexplainedPicoUsd ?? '0')
      return unexplained > 0n
        ? `Unexplained: ${amount(unexplained)} more there. Other applications with this key, or calls before it was used here, cannot be seen from here.`
        : `Unexplained: ${amount(unexplained)} more here. ${upstream === 'demo' ? 'The demo' : 'OpenRouter'} may be late in counting; look again in a few minutes.`
    }
  }
}

/** Why there is nothing by day and model; `null`: there is. */
export function activityWords({ activity }: Pick<Reconciliation, 'activity'>): string | null {
  switch (activity.state) {
    case 'not_allowed':
      return 'By day and model OpenRouter tells management keys only; this one is none.'
    case 'unreachable':
      return 'The activity by day and model could not be read.'
    case 'not_covered':
      return 'By day and model OpenRouter tells of completed days only.'
    case 'read':
      return activity.differences.length === 0 ? 'Every completed day agrees, model by model.' : null
  }
}
