/** Why a turn did not end `complete`. The page picks its words and next steps by `code`. */
export const failureCodes = [
  /** OpenRouter got no key with the request. */
  'key_missing',
  /** A key that OpenRouter, or the provider behind it, does not accept. */
  'upstream_auth',
  /** The balance does not cover the answer. */
  'upstream_credits',
  /** The key's own spending limit does not cover it. */
  'key_limit',
  /** Credit that running answers hold; it comes back. */
  'credits_in_flight',
  'upstream_moderation',
  /** A guardrail of the user's own workspace matched. */
  'guardrail',
  /** Not a matter of content: the key, the account or the region may not. */
  'forbidden',
  /** The privacy settings leave no provider. */
  'data_policy',
  /** No provider of the model fits the request. */
  'no_endpoints',
  /** The model is unknown or gone. */
  'upstream_model',
  'upstream_invalid',
  'reasoning_mandatory',
  /** An image or file that cannot be read. */
  'attachment_refused',
  'request_too_large',
  /** The provider's limit; another one may answer at once. */
  'upstream_rate_limit',
  /** OpenRouter's own limit, such as that of free models per day. */
  'platform_rate_limit',
  'upstream_overloaded',
  'upstream_error',
  'upstream_timeout',
  /** The answer stood still in its middle. */
  'stalled',
  /** The answer went on for longer than a call may take. */
  'too_long',
  'upstream_truncated',
  'upstream_bad_data',
  'context_length',
  /** The most tokens of one answer. */
  'answer_limit',
  'empty_response',
  'filtered',
  'tool_arguments_invalid',
  /** One event of the answer, or its whole text, is more than can be carried. */
  'too_large',
  'network',
  'server_restart',
  /** What follows had no room on the disk. */
  'storage_full',
  'storage_corrupt',
  /** Another program held the database for too long. */
  'storage_locked',
  'too_many_steps',
  /** The user's own: the next call would pass it. */
  'budget_reached',
  'internal'
] as const

export type FailureCode = (typeof failureCodes)[number]

export interface Failure {
  code: FailureCode
  /** The cause in the upstream's own words where it gave any; safe to show. Never holds a key, a prompt or a user id. */
  message: string
  /** HTTP status or OpenRouter error code. */
  status?: number
  /** Display name of the provider that failed. */
  provider?: string
  /** Whether sending the same again may work. */
  retryable: boolean
  /** The upstream asked to wait this long. */
  retryAfterMs?: number
  /** With 402: the answer tokens that the balance covers. */
  affordableTokens?: number
  /** With `context_length`: by how many tokens the conversation is too long. */
  overflowTokens?: number
  /** With `context_length`: how many tokens the model takes. */
  contextTokens?: number
  /** What was flagged, or the guardrail's patterns that matched. */
  reasons?: string[]
  /** The flagged piece of the question, 100 characters at most. */
  flaggedInput?: string
  /** The step of OpenRouter's routing after which no provider was left ("Filter by Data Policy"). */
  failedRoutingStep?: string
  /** ISO 8601: when a used-up limit is full again. */
  resetsAt?: string
  /** Slugs of models that OpenRouter offers instead, the best first. */
  fallbackModels?: string[]
  /** OpenRouter's own advice. */
  remedyHint?: string
  /** OpenRouter's generation id, for the details toggle. */
  generationId?: string
  /** What the upstream's headers call the request, for the details toggle. */
  requestId?: string
  /** The upstream's error object as it came, without `user_id` and keys, its long texts shortened; for the details toggle. */
  details?: unknown
}
