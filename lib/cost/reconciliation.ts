import type { UtcPeriod } from './utc-period.ts'

/** What our ledger holds against what OpenRouter says of the key. Amounts are decimal strings of pico-dollars; all dates are ISO 8601. */
export interface Reconciliation {
  upstream: 'demo' | 'openrouter'
  period: UtcPeriod
  from: string
  /** When OpenRouter was asked. */
  to: string
  ours: OurFigures
  /** Calls of the period from before this key was entered here, maybe another key's, and what they took of the credits. */
  beforeKey: { picoUsd: string; calls: number; enteredAt: string } | null
  /** `null`: OpenRouter did not say. */
  theirs: { creditsPicoUsd: string; byokPicoUsd: string | null } | null
  problem: 'unreachable' | 'refused' | null
  finding: Finding | null
  byok: Finding | null
  /** All keys of the account, since it exists. */
  account: { boughtPicoUsd: string; usedPicoUsd: string } | null
  activity: ActivityFinding
}

export interface OurFigures {
  /** What was billed to OpenRouter's credits, fees of calls with an own provider key among it. */
  creditsPicoUsd: string
  /** What providers billed apart, to the user's own keys with them. */
  byokPicoUsd: string
  calls: number
  /** Of them: their cost is being looked up, or was given up. */
  pending: number
  unknown: number
}

/**
 * `agrees`: to the digits that OpenRouter sends. `open`: it may be what the open calls cost, or another key's calls. `unexplained`:
 * nothing of ours explains it.
 */
export interface Finding {
  verdict: 'agrees' | 'open' | 'unexplained'
  /** Theirs less ours. */
  differencePicoUsd: string
  /** `null`: not to be told before the open calls have a cost. */
  unexplainedPicoUsd: string | null
}

/** Day by day and model by model, where the key may see that: completed days, all keys of the account. */
export type ActivityFinding =
  | { state: 'not_allowed' | 'unreachable' | 'not_covered' }
  | { state: 'read'; agreeing: number; differences: ActivityDifference[] }

export interface ActivityDifference {
  /** UTC: "2026-11-24". */
  date: string
  model: string
  oursPicoUsd: string
  theirsPicoUsd: string
  differencePicoUsd: string
  /** We have called it on that day; without that, another application has. */
  called: boolean
}

/** OpenRouter's figures are floating-point dollars: what is below a millionth of one is rounding. */
const tolerancePicoUsd = 1_000_000n

/** `movable`: what of ours may belong to another key; `open`: calls whose cost is not known. */
export function compareTotals(ours: bigint, theirs: bigint, { movable, open }: { movable: bigint; open: number }): Finding {
  const difference = theirs - ours
  const differencePicoUsd = String(difference)
  if (absolute(difference) <= tolerancePicoUsd) return { verdict: 'agrees', differencePicoUsd, unexplainedPicoUsd: '0' }
  if (difference > 0n && open > 0) return { verdict: 'open', differencePicoUsd, unexplainedPicoUsd: null }
  if (difference > 0n) return { verdict: 'unexplained', differencePicoUsd, unexplainedPicoUsd: differencePicoUsd }
  const rest = difference + movable
  if (rest >= -tolerancePicoUsd) return { verdict: 'open', differencePicoUsd, unexplainedPicoUsd: '0' }
  return { verdict: 'unexplained', differencePicoUsd, unexplainedPicoUsd: String(rest) }
}

export interface DayOfModel {
  date: string
  /** Its names: the slug that was asked for, the one that was served. */
  models: string[]
  picoUsd: bigint
  /** It answered in a blind comparison before its vote. */
  isHidden: boolean
}

/** Every day and model of which one side says something else than the other; nothing of those that are hidden. */
export function compareActivity(ours: readonly DayOfModel[], theirs: readonly Omit<DayOfModel, 'isHidden'>[]): ActivityFinding {
  const unmatched = [...ours]
  const pairs = theirs.map(entry => {
    const own = unmatched.filter(({ date, models }) => date === entry.date && models.some(model => entry.models.includes(model)))
    for (const found of own) unmatched.splice(unmatched.indexOf(found), 1)
    return { ...entry, own }
  })
  const shown = pairs.filter(({ own }) => !own.some(({ isHidden }) => isHidden))
  const alone = unmatched.filter(({ isHidden }) => !isHidden)
  const lines = [
    ...shown.map(({ date, models, picoUsd, own }) => line(date, models[0] ?? '', sum(own), picoUsd, own.length > 0)),
    ...alone.map(({ date, models, picoUsd }) => line(date, models[0] ?? '', picoUsd, 0n, true))
  ]
  const differences = lines.filter(({ differencePicoUsd }) => absolute(BigInt(differencePicoUsd)) > tolerancePicoUsd)
  const inOrder = differences.sort((left, right) => left.date.localeCompare(right.date) || left.model.localeCompare(right.model))
  return { state: 'read', agreeing: lines.length - differences.length, differences: inOrder }
}

function line(date: string, model: string, ours: bigint, theirs: bigint, called: boolean): ActivityDifference {
  return { date, model, oursPicoUsd: String(ours), theirsPicoUsd: String(theirs), differencePicoUsd: String(theirs - ours), called }
}

function sum(days: readonly DayOfModel[]): bigint {
  return days.reduce((total, { picoUsd }) => total + picoUsd, 0n)
}

function absolute(amount: bigint): bigint {
  return amount < 0n ? -amount : amount
}
