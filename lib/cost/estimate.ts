import { type PicoUsd, picoUsd, picoUsdFromDollars } from './pico-usd.ts'

/** Dollars per million tokens, as the catalogue lists them. */
export interface ListPrices {
  inputPrice?: number
  outputPrice?: number
  /** Other prices from so many prompt tokens on. */
  priceTiers?: readonly { minPromptTokens: number; inputPrice?: number; outputPrice?: number }[]
}

/** About four bytes of UTF-8 are a token, in English as in Chinese; nobody but the upstream can count them. */
export function estimateTokens(bytes: number): number {
  return Math.ceil(bytes / 4)
}

/** What tokens cost at list price, rounded up; `null` when a price that is needed is not known. */
export function estimateCost(tokens: { input: number; output: number }, prices: ListPrices): PicoUsd | null {
  const tier = (prices.priceTiers ?? [])
    .filter(({ minPromptTokens }) => minPromptTokens <= tokens.input)
    .sort((left, right) => right.minPromptTokens - left.minPromptTokens)[0]
  const input = costOf(tokens.input, tier?.inputPrice ?? prices.inputPrice)
  const output = costOf(tokens.output, tier?.outputPrice ?? prices.outputPrice)
  return input === null || output === null ? null : picoUsd(input + output)
}

function costOf(tokens: number, dollarsPerMillion: number | undefined): bigint | null {
  const perMillion = picoUsdFromDollars(dollarsPerMillion)
  return perMillion === null ? null : (BigInt(tokens) * perMillion + 999_999n) / 1_000_000n
}
