import type { PicoUsd } from './pico-usd.ts'

/** What something may cost. */
export interface PriceRange {
  low: PicoUsd
  high: PicoUsd
}

/** "$0.004–0.02": two digits that mean something, no finer than a hundredth of a cent; `$0` only when it is free. */
export function formatRange({ low, high }: PriceRange): string {
  if (high === 0n) return '$0'
  const to = roughDollars(Math.max(dollarsOf(high), smallestDollars))
  if (dollarsOf(low) < smallestDollars) return `<$${to}`
  const from = roughDollars(dollarsOf(low))
  return from === to ? `$${to}` : `$${from}–${to}`
}

/** As an estimate is written; "less than" is estimate enough. */
export function formatEstimate(range: PriceRange): string {
  const text = formatRange(range)
  return text.startsWith('<') ? text : `≈\u202f${text}`
}

const smallestDollars = 0.0001

function dollarsOf(amount: PicoUsd): number {
  return Number(amount) / 1e12
}

/** "0.25": as a range has it, without the sign. */
export function roughDollars(dollars: number): string {
  const decimals = dollars >= 100 ? 0 : dollars >= 0.1 ? 2 : Math.min(4, 1 - Math.floor(Math.log10(dollars)))
  return dollars
    .toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals })
    .replace(/(\.\d\d\d*?)0+$/, '$1')
}
