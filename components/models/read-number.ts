import { type ModelParameter, type ModelParameterName, modelParameters } from '@/lib/chat/model-parameters.ts'

/** What a field's text says: nothing when it is empty, and nothing but the reason when it cannot be read. */
export interface ReadText<Value> {
  value: Value | null
  error: string | null
}

interface NumberRule {
  least: number
  most: number
  whole?: boolean
}

/** Tokens to think with. */
export const budgetRule: NumberRule = { least: 1024, most: 1_000_000, whole: true }
/** Dollars per million tokens. */
export const priceRule: NumberRule = { least: 0, most: 1_000_000 }

/** Thousands may be set apart as they are on screen: "4,000" and "4 000" are the same. */
export function readNumber(text: string, { least, most, whole = false }: NumberRule): ReadText<number> {
  const plain = text.trim()
  if (plain === '') return { value: null, error: null }
  const digits = whole ? plain.replace(/[,\s_]/g, '') : plain
  const value = /^-?\d+(?:\.\d+)?$/.test(digits) ? Number(digits) : Number.NaN
  const fits = value >= least && value <= most && (!whole || Number.isInteger(value))
  if (fits) return { value, error: null }
  const bounds = `${least.toLocaleString('en-US')} to ${most.toLocaleString('en-US')}.`
  return { value: null, error: whole ? `Whole, from ${bounds}` : `From ${bounds}` }
}

export function readParameter(name: ModelParameterName, text: string): ReadText<number> {
  const rule: ModelParameter = modelParameters[name]
  return readNumber(text, rule)
}
