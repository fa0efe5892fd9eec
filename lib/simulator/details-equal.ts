import type { ReasoningDetail } from './completion.ts'

/** Deep equality of JSON values: key order does not matter, strings must be the same to the byte. */
export function sameJson(left: unknown, right: unknown): boolean {
  return canonical(left) === canonical(right)
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([left], [right]) => (left < right ? -1 : 1)))
      : inner
  )
}

const textKeys = ['text', 'summary'] as const

/** Whether an entry can be the beginning of another: same but for a shorter text and what had not arrived yet. */
function isBeginningOf(part: ReasoningDetail, whole: ReasoningDetail): boolean {
  return Object.entries(part).every(([key, value]) => {
    const full = whole[key]
    const isText = textKeys.some(textKey => textKey === key)
    if (isText && typeof value === 'string' && typeof full === 'string') return full.startsWith(value)
    return (key === 'signature' && value === '') || sameJson(value, full)
  })
}

/** Whether a list can be what had arrived of another when the connection ended. */
export function isBeginning(part: readonly ReasoningDetail[], whole: readonly ReasoningDetail[]): boolean {
  return part.every((entry, index) => {
    const full = whole[index]
    if (!full) return false
    return index === part.length - 1 ? isBeginningOf(entry, full) : sameJson(entry, full)
  })
}

/** The first difference in words, short enough to read. */
export function describeDifference(given: readonly ReasoningDetail[], expected: readonly ReasoningDetail[]): string {
  if (given.length !== expected.length)
    return `${given.length} entries (${types(given)}) instead of ${expected.length} (${types(expected)})`
  const index = given.findIndex((entry, position) => !sameJson(entry, expected[position]))
  const [left, right] = [given[index] ?? {}, expected[index] ?? {}]
  const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])]
  const key = keys.find(name => !sameJson(fieldOf(left, name), fieldOf(right, name))) ?? ''
  return `entry ${index}: ${key} is ${shortened(fieldOf(left, key))} instead of ${shortened(fieldOf(right, key))}`
}

function fieldOf(entry: object, key: string): unknown {
  return Object.entries(entry).find(([name]) => name === key)?.[1]
}

function types(entries: readonly ReasoningDetail[]): string {
  return entries.map(entry => entry.type).join(', ')
}

/** A value for a message; of long strings the length and both ends. */
export function shortened(value: unknown): string {
  const text = JSON.stringify(value) ?? 'absent'
  return text.length <= 80 ? text : `${text.slice(0, 40)}…${text.slice(-20)} (${text.length} characters)`
}
