/** Why a turn did not end `complete`. The page picks its words and next steps by `code`. */
export const failureCodes = [
  'upstream_auth',
  'upstream_credits',
  'upstream_moderation',
  'upstream_model',
  'upstream_invalid',
  'upstream_rate_limit',
  'upstream_error',
  'upstream_timeout',
  'upstream_truncated',
  'upstream_bad_data',
  'context_length',
  'empty_response',
  'filtered',
  'tool_arguments_invalid',
  'too_large',
  'network',
  'server_restart',
  'too_many_steps',
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
  /** OpenRouter's generation id, for the details toggle. */
  generationId?: string
  /** The upstream's error object as it came, without `user_id`; for the details toggle. */
  details?: unknown
}
