import type { UIMessage } from 'ai'
import type { CostState, TokenUsage } from '../cost/token-usage.ts'
import type { BudgetScope } from './budget.ts'
import type { Failure } from './failure.ts'
import type { ReasoningSource } from './model-family.ts'
import type { ProviderRouting } from './turn-request.ts'

/** What a message is: `streaming` until its turn ends; `interrupted` when a process died or a stream was cut. */
export type MessageStatus = 'streaming' | 'complete' | 'stopped' | 'interrupted' | 'failed'

/**
 * What stands beside a message, in the margin. The same object travels in `message-metadata` chunks, in
 * `GET /api/conversations/:id` and in the message row.
 */
export interface MessageMetadata {
  status: MessageStatus
  /** `null` for the first message of a conversation. */
  parentId: string | null
  /** ISO 8601. */
  createdAt: string
  /** Model slug that was asked for; assistant messages only. */
  model?: string
  /** Display name of the provider that served the last step, as OpenRouter sends it ("Amazon Bedrock"). */
  provider?: string
  /** From the POST to the first text, reasoning or tool chunk. */
  timeToFirstTokenMs?: number
  /** From the POST to the turn's end. */
  durationMs?: number
  /** How long nothing had come of a running answer when a reader joined or came back: only in the first chunk of its stream, never stored. */
  quietMs?: number
  /** Sum over the turn's generations. */
  usage?: TokenUsage
  /** Known part of the cost as a decimal string of pico-dollars; absent while nothing is known. */
  costPicoUsd?: string
  /** `pending` or `unknown` when at least one generation is; then `costPicoUsd` is a lower bound. */
  costState?: CostState
  /** Which upstream answered: the built-in simulator or OpenRouter. */
  upstream?: 'demo' | 'openrouter'
  /** OpenRouter's reason for the last step ("stop", "length", …). */
  finishReason?: string
  failure?: Failure
  /** Of a comparison: the column that the answer stands in. */
  lane?: number
  /** How hard it was told to think, as `effortOf` says it; absent: the model's default. */
  effort?: string
  /** By what its provider was chosen. */
  sort?: NonNullable<ProviderRouting['sort']>
  /** Written by the user in place of this answer: no call made it, and it costs nothing. */
  editedFrom?: string
  /** The message that this one is a copy of, in another conversation: its calls and their costs are there. */
  copiedFrom?: string
  /** The answer was stopped by its cost cap, or could not be held to it. */
  cap?: CostCapNote
  /** Whose reasoning the answer holds that later requests can carry; absent: none. Several only after a fallback within a turn. */
  reasoning?: ReasoningSource[]
  /** The upstream refused earlier reasoning, and the answer was made without it. It is still stored. */
  reasoningWithheld?: true
}

export interface CostCapNote {
  /** The cap, as a decimal string of pico-dollars. */
  picoUsd: string
  /** What the answer had cost by our estimate when it was stopped; `null`: its price is not known, so nothing could hold it. */
  estimatePicoUsd: string | null
  /** The cap is what this budget had left; absent: it was set for the answer. */
  budget?: BudgetScope
}

export type ChatMessage = UIMessage<MessageMetadata>

/** Under `providerMetadata.steno` of `reasoning-end` and `resultProviderMetadata.steno` of tool parts. */
export interface StenoPartMetadata {
  /** Measured on the server. */
  durationMs?: number
  /** `true` on a reasoning part whose content the provider encrypted: nothing to show, everything kept. */
  hidden?: boolean
}
