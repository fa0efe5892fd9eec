/** A recorded amount in pico-dollars, by way of the exact decimal expansion of the double. */
export function recordedPicoDollars(dollars: number): bigint {
  return BigInt(dollars.toFixed(12).replace('.', ''))
}
