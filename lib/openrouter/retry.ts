import type { OpenRouterError } from './errors.ts'
import { isRecord } from './wire.ts'

/** A longer wait is told to the user instead of slept. */
const longestWaitMs = 30_000
const firstBackoffMs = 1000
const longestBackoffMs = 10_000

/** Answers that may be different next time; 524 and 529 are Cloudflare's and the providers' own "overloaded". */
const retryableCodes = new Set([408, 429, 500, 502, 503, 504, 524, 529])

const retryableTypes = new Set(['rate_limit_exceeded', 'provider_overloaded', 'provider_unavailable', 'server', 'server_error', 'timeout'])

interface Classified {
  code: number | null
  errorType: string | null
  /** The error object. */
  error: Record<string, unknown>
}

/** Whether the same request may work later. Without a code or a type the provider failed without saying why: yes. */
export function isRetryable({ code, errorType, error }: Classified): boolean {
  const { availability, metadata } = error
  if (isRecord(availability) && typeof availability.retryable === 'boolean') return availability.retryable
  // Credit held by the user's own running requests comes back; an empty account does not.
  if (code === 402) return isRecord(metadata) && metadata.limit_source === 'openrouter_in_flight_budget'
  if (code !== null) return retryableCodes.has(code)
  return errorType === null || retryableTypes.has(errorType)
}

/**
 * How long the upstream asked to wait, from the first source that says so: `Retry-After` header, the error's
 * availability, its metadata, the headers quoted in its metadata, `X-RateLimit-Reset`.
 */
export function requestedWaitMs(headers: Headers | null, error: Record<string, unknown>, now: number): number | null {
  const availability = isRecord(error.availability) ? error.availability : {}
  const metadata = isRecord(error.metadata) ? error.metadata : {}
  const reset = rateLimitReset(headers, error)
  return (
    fromRetryAfter(headers?.get('retry-after'), now) ??
    fromSeconds(availability.retry_after) ??
    fromSeconds(metadata.retry_after_seconds) ??
    fromRetryAfter(quotedHeaders(error).get('retry-after'), now) ??
    (reset === null ? null : Math.max(0, reset - now))
  )
}

/** When a used-up limit is full again, in milliseconds since 1970: the quoted `X-RateLimit-Reset`, else the real one. */
export function rateLimitReset(headers: Headers | null, error: Record<string, unknown>): number | null {
  return moment(quotedHeaders(error).get('x-ratelimit-reset')) ?? moment(headers?.get('x-ratelimit-reset'))
}

/** OpenRouter quotes a provider's headers, and at times its own, in the error's metadata. */
function quotedHeaders({ metadata }: Record<string, unknown>): Map<string, unknown> {
  const quoted = isRecord(metadata) && isRecord(metadata.headers) ? metadata.headers : {}
  return new Map(Object.entries(quoted).map(([name, value]) => [name.toLowerCase(), value]))
}

/**
 * The wait before retry number `retry` (from 1), or `null` when there is none: the error would come again, the retries
 * are used up, or the upstream wants a wait that is for the user to decide. `retryAfterMs` is kept on the error.
 */
export function retryDelayMs(error: OpenRouterError, retry: number, maxRetries: number, random: () => number = Math.random): number | null {
  if (!isRetriedByItself(error) || retry > Math.min(maxRetries, retryLimit(error))) return null
  if (error.retryAfterMs !== null) return error.retryAfterMs <= longestWaitMs ? error.retryAfterMs : null
  const backoffMs = Math.min(firstBackoffMs * 2 ** (retry - 1), longestBackoffMs)
  // Up to a quarter less, so that many clients that failed together do not come back together.
  return Math.round(backoffMs * (1 - random() / 4))
}

/** Of our own limits only the wait for headers is worth another try by itself; the others cost minutes. */
function isRetriedByItself(error: OpenRouterError): boolean {
  if (error.phase === 'timeout') return error.errorType === 'no_response'
  // A host that takes ten seconds not to be there takes them again.
  if (error.errorType === 'connect_timeout') return false
  return error.retryable && error.phase !== 'bad_data'
}

function retryLimit(error: OpenRouterError): number {
  return error.phase === 'timeout' || error.code === 402 ? 1 : Number.POSITIVE_INFINITY
}

function fromSeconds(value: unknown): number | null {
  const seconds = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  const waitMs = typeof seconds === 'number' && seconds >= 0 ? Math.ceil(seconds * 1000) : null
  // A wait that no number holds is none; as JSON it would be `null`.
  return waitMs !== null && Number.isSafeInteger(waitMs) ? waitMs : null
}

/** Seconds or an HTTP date (RFC 9110 §10.2.3). */
function fromRetryAfter(value: unknown, now: number): number | null {
  const seconds = fromSeconds(value)
  if (seconds !== null || typeof value !== 'string' || !/[a-z]/i.test(value)) return seconds
  const date = Date.parse(value)
  return Number.isNaN(date) ? null : Math.max(0, date - now)
}

/** A moment that a Date can be made of. */
function moment(value: unknown): number | null {
  const at = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof at === 'number' && at > 0 && at <= 8.64e15 ? at : null
}
