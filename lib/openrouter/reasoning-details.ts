/** One entry of `reasoning_details`: a known type or a future one, with whatever keys the wire gave it. */
export interface ReasoningDetail {
  type: string
  [key: string]: unknown
}

/** The types whose fragments continue each other, and the key that is continued. */
const textKeys: Record<string, 'text' | 'summary'> = { 'reasoning.text': 'text', 'reasoning.summary': 'summary' }

const identityKeys = ['index', 'id', 'format'] as const

/**
 * Assembles the fragments of one answer, in arrival order, into the entries that the next request must carry.
 *
 * Only neighbouring text or summary fragments of the same block are joined; encrypted data, server tool calls and
 * unknown types stay whole. `index` alone is no key: OpenAI and xAI stream a summary and its encrypted twin under the
 * same one. A text entry that has its signature is closed, so two signed blocks stay two.
 *
 * A left fold: `merge([...merge(a), ...b])` equals `merge([...a, ...b])`, so a stored prefix can be gone on from. Inputs
 * are not changed.
 */
export function mergeReasoningDetails(fragments: readonly ReasoningDetail[]): ReasoningDetail[] {
  const entries: ReasoningDetail[] = []
  for (const fragment of fragments) addReasoningDetail(entries, fragment)
  return entries
}

/** The step of `mergeReasoningDetails`, for a stream: adds one fragment to `entries` in place. */
export function addReasoningDetail(entries: ReasoningDetail[], fragment: ReasoningDetail): void {
  const last = entries.at(-1)
  if (last && continues(last, fragment)) append(last, fragment)
  else entries.push({ ...fragment })
}

/** The part of a fragment that a person may read; empty for encrypted data and signatures. */
export function displayText(fragment: ReasoningDetail): string {
  const key = textKeyOf(fragment)
  const value = key === null ? null : fragment[key]
  return typeof value === 'string' ? value : ''
}

/** Whether the entry carries a signature that the upstream will check. */
export function isSigned(detail: ReasoningDetail): boolean {
  return typeof detail.signature === 'string' && detail.signature !== ''
}

function textKeyOf(detail: ReasoningDetail): 'text' | 'summary' | null {
  return Object.hasOwn(textKeys, detail.type) ? (textKeys[detail.type] ?? null) : null
}

function continues(last: ReasoningDetail, fragment: ReasoningDetail): boolean {
  if (last.type !== fragment.type || textKeyOf(last) === null) return false
  if (isSigned(last) && opensBlock(last, fragment)) return false
  return identityKeys.every(key => agree(last[key], fragment[key]))
}

/** Whether a fragment that follows a signature belongs to the next block: it brings text, or a signature of its own. */
function opensBlock(signed: ReasoningDetail, fragment: ReasoningDetail): boolean {
  return displayText(fragment) !== '' || (isSigned(fragment) && fragment.signature !== signed.signature)
}

/** Equal, or one of them does not say. */
function agree(left: unknown, right: unknown): boolean {
  return left === right || isAbsent(left) || isAbsent(right)
}

function isAbsent(value: unknown): boolean {
  return value === null || value === undefined
}

function append(entry: ReasoningDetail, fragment: ReasoningDetail): void {
  const textKey = textKeyOf(entry)
  for (const [key, value] of Object.entries(fragment)) {
    if (key === textKey) entry[key] = joinText(entry[key], value)
    else if (!isAbsent(value) && value !== '') set(entry, key, value)
    else if (!Object.hasOwn(entry, key)) set(entry, key, value)
  }
}

function joinText(left: unknown, right: unknown): unknown {
  if (typeof right !== 'string') return left ?? right
  return typeof left === 'string' ? left + right : right
}

/** Defines instead of assigning: a key named `__proto__` stays an ordinary key. */
function set(entry: ReasoningDetail, key: string, value: unknown): void {
  Object.defineProperty(entry, key, { value, writable: true, enumerable: true, configurable: true })
}
