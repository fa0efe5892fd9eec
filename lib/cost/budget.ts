import { type PicoUsd, picoUsd } from './pico-usd.ts'

export type BudgetState = 'ok' | 'warning' | 'reached'

/** From here on a budget warns, in percent. */
const warningPercent = 80n
/** Before a tenth of its period has gone, a pace says more about the last answer than about the rest. */
const earliestPace = 0.1

interface Amounts {
  /** Spent, and held for calls that are under way. */
  used: PicoUsd
  limit: PicoUsd
}

export function budgetState({ used, limit }: Amounts): BudgetState {
  if (used >= limit) return 'reached'
  return used * 100n >= limit * warningPercent ? 'warning' : 'ok'
}

/** Whole percent, rounded down: 100 is said when nothing is left. */
export function usedPercent({ used, limit }: Amounts): number {
  return Number((used * 100n) / limit)
}

/** Part of a period that has gone, 0 to 1. */
export function elapsedPart({ from, until }: { from: Date; until: Date }, now: Date): number {
  const length = until.getTime() - from.getTime()
  return Math.min(1, Math.max(0, (now.getTime() - from.getTime()) / length))
}

/** What is spent by the end of the period when it goes on as so far; `null` while it is too early to say. */
export function paceOf(spent: PicoUsd, elapsed: number): PicoUsd | null {
  if (elapsed < earliestPace) return null
  const millionths = BigInt(Math.round(elapsed * 1_000_000))
  return picoUsd((spent * 1_000_000n) / millionths)
}
