import type { Family } from './family.ts'
import type { PlayedStep } from './script.ts'
import type { ScriptedEvent } from './scripted-lines.ts'

/** One answer, decided before its first byte: who speaks, under which id, and what the step says. */
export interface Completion {
  generationId: string
  /** Epoch milliseconds. */
  createdAtMs: number
  /** As the request had it. */
  requestedModel: string
  /** As the chunks have it: often the dated slug. */
  model: string
  family: Family
  provider: string
  step: PlayedStep
  promptTokens: number
  /** What opaque strings are derived from. */
  label: string
  /** Lines that are played instead of an answer. */
  scripted: ScriptedEvent[] | undefined
  /** A recorded body that is served whole, as JSON. */
  recordedJson: string | undefined
}

export interface WireToolCall {
  index: number
  id?: string
  type?: 'function'
  function: { name?: string; arguments?: string }
}

/** A fragment or an entry of `reasoning_details`; kept whole whatever it holds. */
export interface ReasoningDetail {
  type: string
  [key: string]: unknown
}

/** `choices[0].delta` of a chunk. */
export interface Delta {
  content: string | null
  role: 'assistant'
  reasoning?: string | null
  reasoning_details?: ReasoningDetail[]
  tool_calls?: WireToolCall[]
  annotations?: Record<string, unknown>[]
  images?: Record<string, unknown>[]
}

export interface AnswerDelta {
  of: 'reasoning' | 'text' | 'arguments' | 'other'
  delta: Delta
  /** Completion tokens it stands for; a delta of none does not wait for the pace. */
  tokens: number
}
