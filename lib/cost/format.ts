import { type PicoUsd, picoUsd } from './pico-usd.ts'

/** How much of an amount is shown: 2 decimals in lists, 4 significant digits beside an answer, equal decimals in tables. */
export type CostDepth = 'glance' | 'note' | 'ledger'

/** What stands where nothing is known; never a zero. */
export const unknownFigure = '—'

/** Keeps a number and its unit on one line. */
const narrowSpace = '\u202f'
const minus = '\u2212'
const picoDigits = 12
const smallestGlance = 10n ** 10n
const smallestNote = 10n ** 8n

/** An amount in dollars; `decimals` only matters in a ledger column. */
export function formatCost(amount: PicoUsd | null, depth: CostDepth, decimals = 4): string {
  if (amount === null) return unknownFigure
  if (amount === 0n) return '$0'
  if (amount < 0n) return minus + formatCost(picoUsd(-amount), depth, decimals)
  switch (depth) {
    case 'glance':
      return amount < smallestGlance ? '<$0.01' : dollars(amount, 2)
    case 'note':
      return amount < smallestNote ? '<$0.0001' : trimZeros(dollars(amount, significantDecimals(amount)))
    case 'ledger':
      return dollars(amount, decimals)
  }
}

/** Decimals that show 4 significant digits, but never fewer than cents. */
function significantDecimals(amount: PicoUsd): number {
  const exponent = amount.toString().length - 1 - picoDigits
  return Math.min(picoDigits, Math.max(2, 3 - exponent))
}

/** Decimals that a ledger column needs so that its smallest amount still has three digits; 4 to 8. */
export function ledgerDecimals(amounts: readonly PicoUsd[]): number {
  const digits = amounts.filter(amount => amount > 0n).map(amount => amount.toString().length)
  const smallest = digits.length === 0 ? picoDigits : Math.min(...digits)
  return Math.min(8, Math.max(4, picoDigits - smallest + 3))
}

function dollars(amount: bigint, decimals: number): string {
  const step = 10n ** BigInt(picoDigits - decimals)
  const rounded = (amount + step / 2n) / step
  const digits = rounded.toString().padStart(decimals + 1, '0')
  const whole = BigInt(digits.slice(0, digits.length - decimals)).toLocaleString('en-US')
  return decimals === 0 ? `$${whole}` : `$${whole}.${digits.slice(-decimals)}`
}

function trimZeros(text: string): string {
  return text.replace(/(\.\d\d\d*?)0+$/, '$1')
}

/** Dollars with all twelve decimals that a pico-dollar has, without what is only zeros. */
export function exactDollars(picoUsd: bigint): string {
  const digits = (picoUsd < 0n ? -picoUsd : picoUsd).toString().padStart(13, '0')
  const fraction = digits.slice(-12).replace(/0+$/, '')
  return `${picoUsd < 0n ? '-' : ''}${digits.slice(0, -12)}${fraction === '' ? '' : `.${fraction}`}`
}

/** Tokens: exact beside an answer (4,812), rounded at a glance (4.8k, 1.2M). */
export function formatTokens(count: number | null | undefined, depth: 'glance' | 'note' = 'note'): string {
  if (count === null || count === undefined) return unknownFigure
  if (depth === 'note' || count < 1000) return count.toLocaleString('en-US')
  return count < 999_500 ? `${rounded(count / 1000)}k` : `${rounded(count / 1_000_000)}M`
}

function rounded(value: number): string {
  return value < 9.95 ? value.toFixed(1).replace(/\.0$/, '') : value.toFixed(0)
}

/** A measured time: `4 ms`, `1.8 s`, `12 s`, `2 min 5 s`. */
export function formatDuration(durationMs: number | null | undefined): string {
  if (durationMs === null || durationMs === undefined) return unknownFigure
  if (durationMs < 999.5) return unit(durationMs.toFixed(0), 'ms')
  if (durationMs < 9_950) return unit((durationMs / 1000).toFixed(1).replace(/\.0$/, ''), 's')
  const seconds = Math.round(durationMs / 1000)
  if (seconds < 60) return unit(seconds, 's')
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return [unit(minutes, 'min'), ...(seconds % 60 === 0 ? [] : [unit(seconds % 60, 's')])].join(' ')
  return [unit(Math.floor(minutes / 60), 'h'), ...(minutes % 60 === 0 ? [] : [unit(minutes % 60, 'min')])].join(' ')
}

/** Tokens per second of the answer itself; `null` when one of the two is not known. */
export function formatSpeed(outputTokens: number | null | undefined, durationMs: number | null | undefined): string | null {
  if (!outputTokens || !durationMs || durationMs <= 0) return null
  const speed = outputTokens / (durationMs / 1000)
  return unit(speed < 9.95 ? speed.toFixed(1) : Math.round(speed).toLocaleString('en-US'), 'tok/s')
}

/** Dollars per million tokens as the catalogue lists them. */
export function formatPrice(dollarsPerMillion: number | null): string {
  if (dollarsPerMillion === null) return unknownFigure
  if (dollarsPerMillion === 0) return '$0'
  const decimals = Number.isInteger(dollarsPerMillion) ? 0 : dollarsPerMillion < 0.1 ? 3 : 2
  return `$${dollarsPerMillion.toLocaleString('en-US', { minimumFractionDigits: Math.min(decimals, 2), maximumFractionDigits: decimals })}`
}

function unit(value: number | string, name: string): string {
  return `${value}${narrowSpace}${name}`
}
