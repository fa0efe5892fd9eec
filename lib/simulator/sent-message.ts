import type { Completion, ReasoningDetail } from './completion.ts'
import type { Family } from './family.ts'
import { mergeFragments } from './merge-fragments.ts'
import type { SentAnswer, SentToolCall } from './sent-answer.ts'

/** An answer as its client must have understood it. */
export interface SentMessage {
  generationId: string
  key: string
  sessionId: string | null
  /** The slug that was asked for. */
  model: string
  family: Family
  provider: string
  text: string
  toolCalls: SentToolCall[]
  annotations: Record<string, unknown>[]
  details: ReasoningDetail[]
  /** `false` after an abort, a cut or an error: the client may hold only the beginning. */
  complete: boolean
}

export function sentMessageOf(options: {
  completion: Completion
  sent: SentAnswer
  key: string
  sessionId: string | null
  complete: boolean
}): SentMessage {
  const { completion, sent, key, sessionId, complete } = options
  return {
    generationId: completion.generationId,
    key,
    sessionId,
    model: completion.requestedModel,
    family: completion.family,
    provider: completion.provider,
    text: sent.text,
    toolCalls: sent.toolCalls.filter(call => call !== undefined),
    annotations: sent.annotations,
    details: mergeFragments(sent.fragments),
    complete
  }
}
