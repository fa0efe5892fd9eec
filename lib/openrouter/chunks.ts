import type { ReasoningDetail } from './reasoning-details.ts'
import type { WireToolCall } from './tool-calls.ts'

/** A piece of the answer; never empty. */
export interface TextChunk {
  type: 'text'
  text: string
}

/**
 * A piece of the model's reasoning. `reasoning` is what may be shown and can be empty: encrypted blocks and signatures
 * have nothing to show. `details` is the delta's own array, frozen, exactly as it arrived; send it back merged
 * (`finish.details`), never re-made from `reasoning`.
 * https://openrouter.ai/docs/guides/best-practices/reasoning-tokens#preserving-reasoning
 */
export interface ReasoningChunk {
  type: 'reasoning'
  reasoning: string
  details?: readonly ReasoningDetail[]
}

/**
 * A fragment of one tool call. `id` and `name` are repeated with every fragment, so that fragments can be joined by
 * `index` alone; a call that needs no arguments comes as one fragment `{}`.
 */
export interface ToolCallsChunk {
  type: 'tool_calls'
  tool_call: {
    /** Position among the calls of this answer. */
    index: number
    /** The wire's own id; not unique across turns. */
    call_id: string
    function: { id: string; name: string; arguments: string }
  }
}

/**
 * Tokens and money of one completion; at most one per attempt.
 * `inputTokens` leaves out what was read from or written to the prompt cache; the three together are the prompt.
 */
export interface UsageChunk {
  type: 'usage'
  inputTokens: number
  outputTokens: number
  cacheReadTokens: number
  cacheWriteTokens: number
  /** US dollars charged in all; 0 also stands for "not said", which `costKnown` tells apart. */
  totalCost: number
  /** Part of `outputTokens`. */
  reasoningTokens?: number
  /** Paid with the user's own provider key. */
  isByok?: boolean
  /** US dollars that the provider charged; already in `totalCost` for BYOK. */
  upstreamCost?: number
  costKnown: boolean
  generationId?: string
  /** `stream`: the answer's own usage object. `generation`: looked up afterwards. Says which shape `raw` has. */
  source: 'stream' | 'generation'
  /** The object as it came, where absent and 0 still differ. */
  raw: Record<string, unknown>
}

/** A citation (`url_citation`) or a parsed file (`file`), as it came. */
export interface AnnotationChunk {
  type: 'annotation'
  annotation: Record<string, unknown>
}

/** A generated image; `url` is usually a data URL of some megabytes. */
export interface ImageChunk {
  type: 'image'
  url: string
  index: number
}

/** The last chunk of an answer that ended well. */
export interface FinishChunk {
  type: 'finish'
  /** OpenRouter's normalised reason, e.g. `stop`, `length`, `tool_calls`, `content_filter`; `null` when none came. */
  reason: string | null
  /** The provider's own word for it. */
  native: string | null
  /** Who answered; can be a dated slug of the model asked for, or a fallback. */
  model: string | null
  /** Display name, e.g. "Amazon Bedrock". */
  provider: string | null
  generationId: string | null
  /** All reasoning details of the answer, merged; belongs verbatim on the assistant message of the next request. */
  details: ReasoningDetail[]
  /** All tool calls with their original ids and argument strings; the strings are not checked to be JSON. */
  toolCalls: WireToolCall[]
  /** `no_done`: the stream ended after reason and usage, but without `[DONE]`. `invalid_utf8`: bytes were replaced by U+FFFD. */
  warning?: 'no_done' | 'invalid_utf8'
}

/** What `OpenRouterHandler.createMessage` yields. The first four are the handler's documented kinds. */
export type OpenRouterChunk = TextChunk | ReasoningChunk | ToolCallsChunk | UsageChunk | AnnotationChunk | ImageChunk | FinishChunk
