import { describe, expect, test } from 'vitest'
import { excerptOf, httpError, upstreamError } from './upstream-error.ts'

const context = { now: 0 }

describe('httpError', () => {
  test.each([
    ['a body without an error key', 400, '{"message":"Bad input"}', 'Bad input'],
    ['no body', 524, '', 'HTTP 524'],
    ['an error in words', 500, '{"error":"Internal Server Error"}', 'Internal Server Error'],
    [
      'a validation error',
      400,
      '{"success":false,"error":{"name":"ZodError","message":"[{\\"message\\":\\"Required\\",\\"path\\":[\\"model\\"]}]"}}',
      'model: Required'
    ],
    ['plain text', 504, 'upstream request timeout', 'Gateway timeout: upstream request timeout']
  ])('%s', (_case, status, body, message) => {
    expect(httpError(status, body, context)).toMatchObject({ code: status, upstreamMessage: message, phase: 'http' })
  })

  test('availability says itself whether it is worth another try', () => {
    const body = (retryable: boolean) => JSON.stringify({ error: { message: 'x', http_status: 503, availability: { retryable } } })
    expect(httpError(503, body(false), context).retryable).toBe(false)
    expect(httpError(404, body(true), context).retryable).toBe(true)
  })
})

describe('upstreamError', () => {
  const deep = (levels: number) => `${'{"error":'.repeat(levels)}"no"${'}'.repeat(levels)}`

  test('what is nested 50,000 deep is read as far as anybody would, whichever way it comes', () => {
    const raw = deep(50_000)
    const nested = upstreamError({ code: 400, message: 'Provider returned error', metadata: { raw } }, { now: 0, phase: 'stream' })
    expect(nested).toMatchObject({ code: 400, raw })
    const plain = upstreamError(JSON.parse(deep(50_000)), { now: 0, phase: 'stream', fallbackMessage: 'Refused' })
    expect(JSON.stringify(plain.body)).toBe(deep(64).replace('"no"', '"…"'))
    expect(httpError(400, raw, context).upstreamMessage).toContain('Bad request: {"error":')
  })

  test('prose around JSON stays prose', () => {
    const raw = 'Gemini models require reasoning details. Upstream error: {\n  "error": {}\n}'
    const error = upstreamError({ message: 'Provider returned error', code: 400, metadata: { raw } }, { ...context, phase: 'http' })
    expect(error).toMatchObject({ upstreamMessage: raw, raw })
  })

  test('JSON that ends prose is opened', () => {
    const inner = { error: { message: 'Function call is missing a thought_signature.', status: 'INVALID_ARGUMENT' } }
    const raw = `Gemini models require reasoning details. Upstream error: ${JSON.stringify(inner, null, 2)}\n`
    const error = upstreamError({ message: 'Provider returned error', code: 400, metadata: { raw } }, { ...context, phase: 'http' })
    expect(error).toMatchObject({ upstreamMessage: 'Function call is missing a thought_signature.', raw })
  })

  test('a page that quotes the account or a key does not bring them along', () => {
    const error = httpError(502, '<p>Denied to user_2abcDEF3456789 with sk-or-v1-0123456789</p>', context)
    expect(error.upstreamMessage).toBe('Bad gateway: Denied to user_… with sk-or-v1-…')
    expect(error.message).not.toMatch(/2abcDEF|0123456789/)
  })

  test('neither the user nor a key can be read in it', () => {
    const error = upstreamError(
      { message: 'Key sk-or-v1-0123456789abcdef is disabled', user_id: 'user_1', metadata: { user_id: 'user_1', a: 1 } },
      { ...context, phase: 'stream' }
    )
    expect(error.upstreamMessage).toBe('Key sk-or-v1-… is disabled')
    expect(error.body).toMatchObject({ metadata: { a: 1 } })
    expect(JSON.stringify(error.body)).not.toContain('user_1')
  })

  test('a quoted request is cut before numbers are looked for in it', () => {
    const startedAt = performance.now()
    const error = upstreamError({ message: `Bad prompt: ${'1'.repeat(200_000)}` }, { ...context, phase: 'http' })
    expect(performance.now() - startedAt).toBeLessThan(1000)
    expect(error.upstreamMessage).toHaveLength(2000)
  })

  test('a page of nothing but open tags takes no time', () => {
    const startedAt = performance.now()
    expect(httpError(502, `<p>Denied</p>${'<'.repeat(200_000)}`, context).upstreamMessage).toMatch(/^Bad gateway: Denied/)
    expect(performance.now() - startedAt).toBeLessThan(1000)
  })

  test.each([[null], [''], [{}], [7], [[]], [{ message: { odd: true } }]])('an error of %j still has words', value => {
    expect(upstreamError(value, { ...context, phase: 'stream' }).upstreamMessage).not.toBe('')
  })
})

test('an excerpt is the text of a page, shortened', () => {
  expect(excerptOf(`<style>p{}</style><p>${'word '.repeat(100)}</p>`)).toHaveLength(200)
})
