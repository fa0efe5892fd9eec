import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ErrorKind } from './script.ts'
import { type Simulator, startSimulator } from './server.ts'
import { TestChat } from './test-chat.ts'

let simulator: Simulator
let chat: TestChat
beforeAll(async () => {
  simulator = await startSimulator({ recordings: tmpdir() })
  chat = new TestChat(simulator)
})
afterAll(() => simulator.close())

describe('errors', () => {
  const broken = (kind: ErrorKind, tokens = 1) => ({
    text: 'Hello there, friend.',
    tokenCharacters: 6,
    error: { kind, after: tokens, message: 'Too bad' }
  })

  test('E1: top-level error beside a failed choice', async () => {
    await chat.control.script({ ...broken('E1'), error: { ...broken('E1').error, code: 503 } })
    const { text, chunks, isDone } = await chat.ask()
    expect(text).toBe('Hello ')
    expect(chunks.at(-1)).toMatchObject({
      error: { code: 503, message: 'Too bad', metadata: { provider_name: 'Anthropic', error_type: 'provider_unavailable' } },
      choices: [{ finish_reason: 'error' }]
    })
    expect(chunks.some(chunk => chunk.usage)).toBe(false)
    expect(isDone).toBe(true)
  })

  test('E2: two finishes, then the error with usage in the same chunk', async () => {
    await chat.control.script(broken('E2'))
    const { chunks } = await chat.ask()
    expect(chunks.slice(-3).map(chunk => chunk.choices?.[0]?.finish_reason)).toEqual(['length', 'length', null])
    expect(chunks.at(-1)).toMatchObject({ error: { code: 400, message: 'Too bad' }, usage: { cost: 0 } })
  })

  test('E3: without choices, and without anything else', async () => {
    await chat.control.script(broken('E3'), broken('E3_no_choices'))
    expect((await chat.ask()).chunks.at(-1)).toMatchObject({ error: { message: 'Too bad' }, choices: [] })
    expect(Object.keys((await chat.ask()).chunks.at(-1) ?? {})).toEqual(['error'])
  })

  test('E4: only a native reason; E5: the error inside the choice', async () => {
    await chat.control.script({ error: { kind: 'E4' } }, broken('E5'))
    const { chunks } = await chat.ask()
    expect(chunks).toHaveLength(1)
    expect(chunks[0]?.choices?.[0]).toMatchObject({ finish_reason: 'error', native_finish_reason: 'MALFORMED_FUNCTION_CALL' })
    expect(chunks[0]).not.toHaveProperty('error')
    expect((await chat.ask()).chunks.at(-1)?.choices?.[0]).toMatchObject({ finish_reason: 'error', error: { message: 'Too bad' } })
  })

  test('E6: cut cleanly, by FIN, by RST, and comments only', async () => {
    await chat.control.script(broken('E6_cut'), broken('E6_fin'), broken('E6_reset'), { error: { kind: 'E6_comments_only' } })
    const cut = await chat.ask()
    expect(cut.text).toBe('Hello ')
    expect(cut.isDone).toBe(false)
    await expect(chat.ask()).rejects.toThrow('terminated')
    await expect(chat.ask()).rejects.toThrow('terminated')
    const silent = await chat.ask()
    expect(silent).toMatchObject({ chunks: [], comments: 5, isDone: false })
    const states = (await chat.control.streams()).slice(-4).map(stream => stream.state)
    expect(states).toEqual(['cut', 'cut', 'cut', 'cut'])
  })

  test('in the middle of tool arguments and of reasoning', async () => {
    const toolCalls = [{ name: 'open', arguments: '{"path":"/home"}' }]
    await chat.control.script(
      { text: 'I look.', toolCalls, error: { kind: 'E6_cut', at: 'arguments', after: 2 } },
      { reasoning: 'Let me see now.', text: 'No.', error: { kind: 'E1', at: 'reasoning', after: 2 } }
    )
    const tools = await chat.ask()
    expect(tools.text).toBe('I look.')
    expect(tools.toolCalls[0]?.arguments).toBe('{"path":')
    expect((await chat.ask()).reasoning).toBe('Let me s')
  })

  test('bodies that are no stream', async () => {
    await chat.control.script(
      { error: { kind: 'html' } },
      { error: { kind: 'json200', code: 402 } },
      { error: { kind: 'empty' } },
      broken('bad_json')
    )
    expect((await chat.ask()).contentType).toContain('text/html')
    const json = await chat.ask()
    expect(json.contentType).toBe('application/json')
    expect(JSON.parse(json.body)).toMatchObject({ id: json.generationId, error: { code: 402 } })
    expect((await chat.ask()).body).toBe('')
    const damaged = await chat.ask()
    expect(damaged.text).toBe('Hello there, friend.')
    expect(damaged.body.split('\n').filter(line => line.startsWith('data: {')).length).toBe(damaged.chunks.length + 1)
  })

  test('HTTP errors with headers and generation id; bad and missing keys', async () => {
    await chat.control.script(
      { http: { status: 429, headers: { 'Retry-After': '7', 'X-RateLimit-Reset': '1779321600000' } } },
      { http: { status: 502, body: '<html>' } }
    )
    const limited = await chat.post({})
    expect(limited.status).toBe(429)
    expect(limited.headers.get('retry-after')).toBe('7')
    expect(limited.headers.get('x-generation-id')).toMatch(/^gen-\d+-\w{20}$/)
    expect(await limited.json()).toMatchObject({ error: { code: 429, metadata: { retry_after_seconds: 1 } }, user_id: expect.any(String) })
    const gateway = await chat.post({})
    expect(gateway.headers.get('content-type')).toContain('text/html')
    const bad = await new TestChat(simulator, 'sk-or-v1-bad-key').ask()
    expect(JSON.parse(bad.body)).toEqual({ error: { message: 'User not found.', code: 401 } })
    const missing = await fetch(`${simulator.url}/key`)
    expect(missing.status).toBe(401)
    expect(await chat.control.bill()).toMatchObject({
      rows: expect.not.arrayContaining([expect.objectContaining({ generationId: limited.headers.get('x-generation-id') })])
    })
  })
})

describe('framing', () => {
  test.each(['whole', 'line', 'byte', 'random'] as const)('cut by %s, with CRLF: the same answer', async bytes => {
    await chat.control.script({ reasoning: 'Émile 🙂', text: 'Grüße 👋🏽 — fin', framing: { bytes, crlf: true } })
    const heard = await chat.ask()
    expect(heard.text).toBe('Grüße 👋🏽 — fin')
    expect(heard.reasoning).toBe('Émile 🙂')
    expect(heard.body).toContain('\r\n\r\n')
    expect(heard.isDone).toBe(true)
  })

  test('bytes that are no UTF-8', async () => {
    await chat.control.script({ text: 'Gr\uFFFD\uFFFDe', framing: { invalidUtf8: true } })
    const bytes = new Uint8Array(await (await chat.post({})).arrayBuffer())
    expect(bytes.filter(byte => byte === 0xff)).toHaveLength(2)
    expect(new TextDecoder().decode(bytes)).toContain('"Gr\uFFFD\uFFFD"')
  })

  test('comments before, between and after; no [DONE]', async () => {
    await chat.control.script({ text: 'Hello', framing: { comments: 2 } }, { text: 'Hello', framing: { done: false } })
    const heard = await chat.ask()
    expect(heard.comments).toBe(2 + (heard.chunks.length - 1) + 1)
    expect((await chat.ask()).isDone).toBe(false)
  })

  test('chunk profiles of three generations', async () => {
    await chat.control.script({ text: 'Hi', framing: { profile: 'P1' } }, { text: 'Hi', framing: { profile: 'P2' } }, { text: 'Hi' })
    const [p1, p2, p3] = [await chat.ask(), await chat.ask(), await chat.ask()]
    expect(Object.keys(p1.chunks[0] ?? {})).toEqual(['id', 'provider', 'model', 'object', 'created', 'choices'])
    expect(p1.chunks[0]?.choices?.[0]).toHaveProperty('logprobs', null)
    expect(p1.chunks.at(-1)?.choices).toMatchObject([{ finish_reason: null }])
    expect(p2.chunks.at(-1)?.choices).toEqual([])
    expect(Object.keys(p3.chunks[0] ?? {})).toEqual(['id', 'object', 'created', 'model', 'provider', 'choices'])
    expect(p3.chunks.slice(-2).map(chunk => chunk.choices?.[0]?.finish_reason)).toEqual(['stop', 'stop'])
    for (const { chunks } of [p1, p2, p3]) expect(chunks.filter(chunk => chunk.usage)).toHaveLength(1)
  })

  test('raw lines, replayed files and one huge event', async () => {
    const line = (content: string) =>
      JSON.stringify({ id: 'gen-1-recorded', model: 'a/b', provider: 'Liquid', choices: [{ index: 0, delta: { content } }] })
    const file = `replay-${crypto.randomUUID()}.sse`
    writeFileSync(join(tmpdir(), file), `: OPENROUTER PROCESSING\n\ndata: ${line('Re')}\n\ndata: ${line('played')}\n\ndata: [DONE]\n\n`)
    await chat.control.script(
      { framing: { rawLines: [line('Raw'), ': ', 'data: {broken'] } },
      { framing: { replayFile: file } },
      { framing: { replayFile: file }, error: { kind: 'E6_cut', after: 1 } },
      { framing: { hugeEventBytes: 3_000_000 } }
    )
    const raw = await chat.ask()
    expect(raw.text).toBe('Raw')
    expect(raw.generationId).toBe('gen-1-recorded')
    expect(raw.body).toContain('data: {broken\n\n')
    expect((await chat.ask()).text).toBe('Replayed')
    expect((await chat.ask()).text).toBe('Re')
    expect((await chat.ask()).text).toHaveLength(3_000_000)
  })

  test('files outside the folder of recordings stay unread', async () => {
    await chat.control.script({ framing: { replayFile: '../etc/passwd' } }, { framing: { replayFile: '/etc/passwd' } })
    expect((await chat.ask()).body).toContain('not below the folder of recordings')
    expect((await chat.ask()).status).toBe(500)
  })

  test('silence and comments of a stall; a late start', async () => {
    await chat.control.script({ text: 'Hello', delayMs: 60, firstTokenMs: 60, stall: { after: 1, seconds: 0.1, comments: true } })
    const startedAt = performance.now()
    const response = await chat.post({})
    expect(performance.now() - startedAt).toBeGreaterThan(55)
    const body = await response.text()
    expect(performance.now() - startedAt).toBeGreaterThan(210)
    expect(body.split('\n\n').filter(event => event.startsWith(':'))).toHaveLength(2)
  })

  test('many streams keep their pace', async () => {
    const text = 'x'.repeat(4 * 40)
    await chat.control.script(...Array.from({ length: 40 }, () => ({ text, tokensPerSecond: 100 })))
    const startedAt = performance.now()
    const heard = await Promise.all(Array.from({ length: 40 }, () => chat.ask()))
    const tookMs = performance.now() - startedAt
    expect(heard.every(one => one.text === text)).toBe(true)
    expect(tookMs).toBeGreaterThan(385)
    // One behind the other they would take sixteen seconds.
    expect(tookMs).toBeLessThan(8000)
  })
})
