/**
 * Pico-dollars (1e-12) of a decimal amount, rounded once, half away from zero. Shifts digits instead of calculating, and shares
 * nothing with the application's own conversion: a bill that rounds by the ledger's code could not convict it.
 */
export function picoOf(dollars: string): bigint {
  const [mantissa = '', exponent = '0'] = dollars.toLowerCase().split('e')
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.')
  const digits = whole + fraction
  const point = whole.length + Number(exponent)
  const before = point <= 0 ? '0' : digits.slice(0, point).padEnd(point, '0')
  const after = point <= 0 ? '0'.repeat(-point) + digits : digits.slice(point)
  const kept = BigInt(before + after.slice(0, 12).padEnd(12, '0'))
  const magnitude = (after[12] ?? '0') >= '5' ? kept + 1n : kept
  return mantissa.startsWith('-') ? -magnitude : magnitude
}

/** Pico-dollars as decimal dollars, without trailing zeros: `1285000000n` is "0.001285". */
export function dollarsOf(amount: bigint): string {
  const digits = (amount < 0n ? -amount : amount).toString().padStart(13, '0')
  const fraction = digits.slice(-12).replace(/0+$/, '')
  return `${amount < 0n ? '-' : ''}${digits.slice(0, -12)}${fraction && `.${fraction}`}`
}
