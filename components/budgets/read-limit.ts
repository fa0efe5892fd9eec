import { picoUsdFromDollars } from '../../lib/cost/pico-usd.ts'

const smallest = 1_000_000n
const largest = 1_000_000_000_000_000_000n

/** Dollars as somebody types them, in pico-dollars; or what is wrong with them. */
export function readLimit(text: string): { limitPicoUsd: string; error: null } | { limitPicoUsd: null; error: string } {
  const plain = text
    .trim()
    .replace(/^\$\s*/, '')
    .replaceAll(',', '')
  const amount = /^\d{0,7}(?:\.\d{1,6})?$/.test(plain) && plain !== '' ? picoUsdFromDollars(plain) : null
  if (amount === null || amount < smallest || amount > largest) {
    return { limitPicoUsd: null, error: 'Dollars between 0.000001 and 1,000,000, such as 20 or 0.50.' }
  }
  return { limitPicoUsd: String(amount), error: null }
}

/** The other way round, without zeros that say nothing. */
export function limitText(limitPicoUsd: string): string {
  const digits = limitPicoUsd.padStart(13, '0')
  const fraction = digits.slice(-12).replace(/0+$/, '')
  const whole = digits.slice(0, -12)
  return fraction === '' ? whole : `${whole}.${fraction.padEnd(2, '0')}`
}
