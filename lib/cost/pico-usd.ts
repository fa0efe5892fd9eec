/**
 * Money, exactly: an integer number of pico-dollars (1e-12 USD). OpenRouter's smallest price step is far above it, and
 * a `bigint` has no upper end. Rounded once, on entry from the wire; JSON carries it as a decimal string.
 */
export type PicoUsd = bigint & { readonly __unit: 'picoUsd' }

const picoPerDollarDigits = 12

/** Brands an integer that is already in pico-dollars (a database column, a sum). */
export function picoUsd(value: bigint): PicoUsd {
  return value as PicoUsd
}

/**
 * A dollar amount of the wire (`usage.cost`, `total_cost`, a price) in pico-dollars, rounded half away from zero.
 * Reads the decimal digits instead of multiplying, so `0.1` is exactly 100,000,000,000.
 * `null` for what is absent, empty or no finite number: unknown is never 0.
 */
export function picoUsdFromDollars(dollars: number | string | null | undefined): PicoUsd | null {
  if (dollars === null || dollars === undefined) return null
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,4}))?$/i.exec(String(dollars).trim())
  if (!match) return null
  const [, sign, whole = '', fraction = '', exponent = '0'] = match
  const digits = whole + fraction
  if (digits === '') return null
  const shift = picoPerDollarDigits + Number(exponent) - fraction.length
  const magnitude = shift >= 0 ? BigInt(digits) * 10n ** BigInt(shift) : divideRounded(BigInt(digits), 10n ** BigInt(-shift))
  return picoUsd(sign === '-' ? -magnitude : magnitude)
}

function divideRounded(value: bigint, divisor: bigint): bigint {
  return (value + divisor / 2n) / divisor
}

/** Reads the decimal string that JSON carries. */
export function picoUsdFromJson(value: string): PicoUsd {
  return picoUsd(BigInt(value))
}
