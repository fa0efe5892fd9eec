import type { CostTotal } from './conversation.ts'
import type { MessageMetadata } from './message.ts'

/** What of an answer's metadata says nothing about who made it. Anything new is hidden until it is listed here. */
const shown: ReadonlySet<string> = new Set<keyof MessageMetadata>([
  'status',
  'parentId',
  'createdAt',
  'lane',
  'upstream',
  'timeToFirstTokenMs',
  'durationMs',
  'quietMs',
  'finishReason'
])

/** Metadata of an answer in a blind comparison before the vote. Tokens and cost would give a model away as its name does. */
export function maskMetadata(metadata: Partial<MessageMetadata>): Partial<MessageMetadata> {
  const { failure } = metadata
  return {
    ...Object.fromEntries(Object.entries(metadata).filter(([key]) => shown.has(key))),
    ...(failure ? { failure: { code: failure.code, message: 'Shown after the vote.', retryable: failure.retryable } } : {})
  }
}

/** A total before the vote: at least nothing. What retrying one lane adds to a sum is the price of that lane. */
export const hiddenCost: CostTotal = { picoUsd: '0', pending: 1, unknown: 0 }
