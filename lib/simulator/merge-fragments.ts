import type { ReasoningDetail } from './completion.ts'

/**
 * The entries that a client must send back for streamed fragments of `reasoning_details` (docs/wire.md). Written apart from the
 * application's own merge on purpose: this is the ruler that one is measured with.
 */
export function mergeFragments(fragments: readonly ReasoningDetail[]): ReasoningDetail[] {
  const entries: ReasoningDetail[] = []
  for (const fragment of fragments) {
    const last = entries.at(-1)
    if (last && continues(last, fragment)) entries[entries.length - 1] = extended(last, fragment)
    else entries.push({ ...fragment })
  }
  return entries
}

const textKeyOf: Record<string, string> = { 'reasoning.text': 'text', 'reasoning.summary': 'summary' }

/** A fragment goes on with the entry before it, unless type, index, id or format differ, or that entry is already signed. */
function continues(entry: ReasoningDetail, fragment: ReasoningDetail): boolean {
  const textKey = textKeyOf[fragment.type]
  if (textKey === undefined || entry.type !== fragment.type) return false
  if (!['index', 'id', 'format'].every(key => compatible(entry[key], fragment[key]))) return false
  return !(isFilled(entry.signature) && isFilled(fragment[textKey]))
}

function compatible(left: unknown, right: unknown): boolean {
  return isAbsent(left) || isAbsent(right) || left === right
}

function extended(entry: ReasoningDetail, fragment: ReasoningDetail): ReasoningDetail {
  const textKey = textKeyOf[fragment.type]
  const next = { ...entry }
  for (const [key, value] of Object.entries(fragment)) {
    if (key === textKey && typeof value === 'string') next[key] = `${typeof entry[key] === 'string' ? entry[key] : ''}${value}`
    else if (!(key in next) || (!isAbsent(value) && value !== '')) next[key] = value
  }
  return next
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null
}

function isFilled(value: unknown): boolean {
  return typeof value === 'string' && value !== ''
}
