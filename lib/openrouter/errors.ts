import type { UsageChunk } from './chunks.ts'
import type { ErrorFacts } from './error-facts.ts'
import { withoutSecrets } from './secrets.ts'

/**
 * Where it went wrong. `http`: refused before the stream. `stream`: an error object inside a 200. `choice`: the choice
 * itself failed. `truncated`: the body ended or broke early. `network`: no connection. `timeout`: a limit of ours.
 * `bad_data`: not the API's answer. `too_large`: one event above the size limit.
 */
export type OpenRouterErrorPhase = 'http' | 'stream' | 'choice' | 'truncated' | 'network' | 'timeout' | 'bad_data' | 'too_large'

export interface OpenRouterErrorDetails {
  phase: OpenRouterErrorPhase
  /** The upstream's own sentence, or ours when it gave none. */
  upstreamMessage: string
  code?: number | null
  metadata?: Record<string, unknown> | undefined
  fileAnnotations?: readonly Record<string, unknown>[]
  providerName?: string | null
  raw?: unknown
  errorType?: string | null
  generationId?: string | null
  retryable?: boolean
  retryAfterMs?: number | null
  facts?: ErrorFacts
  requestId?: string | null
  neverSent?: boolean
  body?: unknown
  cause?: unknown
}

/**
 * Every failure of a call, whichever of its many shapes OpenRouter gave it.
 * https://openrouter.ai/docs/api_reference/errors-and-debugging
 *
 * An abort by the caller's signal is not one of these: it surfaces as the signal's own reason.
 */
export class OpenRouterError extends Error {
  /** HTTP status or the error object's own code; `null` when there was neither. */
  readonly code: number | null
  /** The error's `metadata` object as it came: `reasons`, `flagged_input`, `remedy_hint`, … */
  readonly metadata?: Record<string, unknown>
  /** Files that were parsed before the failure (`metadata.file_annotations`), exactly as they came. */
  readonly fileAnnotations?: readonly Record<string, unknown>[]
  /** Display name of the provider that failed. */
  providerName: string | null
  /** `metadata.raw`; JSON inside, and JSON inside that, is parsed. */
  readonly raw: unknown
  /** OpenRouter's classification, e.g. `provider_overloaded`, `context_length_exceeded`. */
  readonly errorType: string | null
  /** Set once OpenRouter named the generation; then it may have been billed. */
  generationId: string | null
  readonly phase: OpenRouterErrorPhase
  /** Sending the same again may work. */
  readonly retryable: boolean
  /** The upstream asked to wait this long. */
  readonly retryAfterMs: number | null
  /** Numbers and names that a next step can be made of. */
  readonly facts: ErrorFacts
  /** Whatever the answer's headers call the request, for a question to OpenRouter's support. */
  readonly requestId: string | null
  /** There was no connection to send it over: it cannot have been billed. */
  readonly neverSent: boolean
  /** The error object as it came, without `user_id` and keys. */
  readonly body: unknown
  /** The most telling sentence that the upstream gave; safe to show. */
  readonly upstreamMessage: string
  /**
   * What the failed attempt reported as used. Set on an attempt that is retried, whose usage is not among the chunks;
   * a surfaced error's usage was yielded before the throw.
   */
  usage: UsageChunk | null = null

  constructor(details: OpenRouterErrorDetails) {
    const prefix = details.code === null || details.code === undefined ? 'OpenRouter error' : `OpenRouter error ${details.code}`
    const upstreamMessage = withoutSecrets(details.upstreamMessage)
    super(`${prefix}: ${upstreamMessage}`, details.cause === undefined ? undefined : { cause: details.cause })
    this.name = 'OpenRouterError'
    this.phase = details.phase
    this.upstreamMessage = upstreamMessage
    this.code = details.code ?? null
    if (details.metadata) this.metadata = details.metadata
    if (details.fileAnnotations?.length) this.fileAnnotations = details.fileAnnotations
    this.providerName = details.providerName ?? null
    this.raw = details.raw ?? null
    this.errorType = details.errorType ?? null
    this.generationId = details.generationId ?? null
    this.retryable = details.retryable ?? false
    this.retryAfterMs = details.retryAfterMs ?? null
    this.facts = details.facts ?? {}
    this.requestId = details.requestId ?? null
    this.neverSent = details.neverSent ?? false
    this.body = details.body ?? null
  }
}
