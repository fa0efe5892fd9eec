import { describe, expect, test } from 'vitest'
import { OpenRouterError, type OpenRouterErrorDetails } from './errors.ts'
import { requestedWaitMs, retryDelayMs } from './retry.ts'

const now = Date.UTC(2026, 10, 1)

function failure(details: Partial<OpenRouterErrorDetails>): OpenRouterError {
  return new OpenRouterError({ phase: 'http', upstreamMessage: 'Failed', retryable: true, ...details })
}

describe('requestedWaitMs', () => {
  const everywhere = {
    availability: { retry_after: 2 },
    metadata: { retry_after_seconds: 3, headers: { 'Retry-After': '4', 'X-RateLimit-Reset': String(now + 5000) } }
  }

  test('the sources are asked in their order', () => {
    const headers = new Headers({ 'Retry-After': '1', 'X-RateLimit-Reset': String(now + 6000) })
    expect(requestedWaitMs(headers, everywhere, now)).toBe(1000)
    headers.delete('Retry-After')
    expect(requestedWaitMs(headers, everywhere, now)).toBe(2000)
    expect(requestedWaitMs(headers, { metadata: everywhere.metadata }, now)).toBe(3000)
    expect(requestedWaitMs(headers, { metadata: { headers: everywhere.metadata.headers } }, now)).toBe(4000)
    expect(requestedWaitMs(headers, { metadata: { headers: { 'x-ratelimit-reset': now + 5000 } } }, now)).toBe(5000)
    expect(requestedWaitMs(headers, {}, now)).toBe(6000)
    expect(requestedWaitMs(new Headers(), {}, now)).toBeNull()
  })

  test.each([
    ['Sun, 01 Nov 2026 00:01:00 GMT', 60_000],
    ['Sat, 31 Oct 2026 00:00:00 GMT', 0],
    ['15.751', 15_751],
    ['soon', null],
    ['-3', null],
    ['1e306', null],
    ['9'.repeat(400), null],
    ['', null]
  ])('Retry-After: %s', (value, expected) => {
    expect(requestedWaitMs(new Headers({ 'Retry-After': value }), {}, now)).toBe(expected)
  })
})

describe('retryDelayMs', () => {
  test('doubles from one second, a little less by chance', () => {
    const error = failure({ code: 503 })
    expect([1, 2, 3, 9].map(retry => retryDelayMs(error, retry, 10, () => 0))).toEqual([1000, 2000, 4000, 10_000])
    expect(retryDelayMs(error, 1, 2, () => 1)).toBe(750)
    expect(retryDelayMs(error, 3, 2)).toBeNull()
  })

  test('sleeps thirty seconds at most', () => {
    expect(retryDelayMs(failure({ code: 429, retryAfterMs: 30_000 }), 1, 2)).toBe(30_000)
    expect(retryDelayMs(failure({ code: 429, retryAfterMs: 30_001 }), 1, 2)).toBeNull()
  })

  test.each([
    ['final', failure({ retryable: false }), 0],
    ['no answer at all', failure({ phase: 'timeout', errorType: 'no_response' }), 1],
    ['no connection in ten seconds', failure({ phase: 'network', errorType: 'connect_timeout' }), 0],
    ['a refused connection', failure({ phase: 'network' }), 2],
    ['no content in three minutes', failure({ phase: 'timeout', errorType: 'no_content' }), 0],
    ['not the API', failure({ phase: 'bad_data' }), 0],
    ['empty', failure({ phase: 'truncated' }), 2]
  ])('%s', (_case, error, retries) => {
    expect([1, 2, 3].filter(retry => retryDelayMs(error, retry, 2) !== null)).toHaveLength(retries)
  })
})
