import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Simulator, startSimulator } from './server.ts'
import { TestChat } from './test-chat.ts'

let simulator: Simulator
beforeAll(async () => {
  simulator = await startSimulator()
})
afterAll(() => simulator.close())

interface GenerationAnswer {
  data: { total_cost: number; cancelled: boolean; native_tokens_completion: number }
}

describe('scripts', () => {
  test('first in, first out, for each key apart; a title takes no turn’s step', async () => {
    const [one, other] = [new TestChat(simulator), new TestChat(simulator)]
    await one.control.script({ text: 'first' }, { text: 'second' })
    await other.control.script({ text: 'other' })
    const title = await one.post({ stream: false, messages: [{ role: 'user', content: 'How do tides work?' }] })
    expect((await title.json()).choices[0].message.content).toBe('Tides work')
    expect([(await one.ask()).text, (await other.ask()).text, (await one.ask()).text]).toEqual(['first', 'other', 'second'])
    expect(await one.control.pending()).toBe(0)
  })

  test('a step for one model waits for it', async () => {
    const chat = new TestChat(simulator)
    await chat.control.script({ text: 'thought', onModel: 'openai/o3' }, { text: 'anybody' })
    expect((await chat.ask({ model: 'openai/gpt-5-mini' })).text).toBe('anybody')
    expect((await chat.ask({ model: 'openai/o3' })).text).toBe('thought')
  })

  test('a misspelt step is refused with the reason', async () => {
    const chat = new TestChat(simulator)
    const response = await fetch(`${simulator.origin}/__sim/script`, {
      method: 'POST',
      body: JSON.stringify({ key: 'k', steps: [{ txt: 'oops' }] })
    })
    expect(response.status).toBe(400)
    expect(await response.text()).toContain('txt')
    expect(await chat.control.pending()).toBe(0)
  })

  test('requests are recorded with headers and body, without the key among the headers', async () => {
    const chat = new TestChat(simulator)
    await chat.control.script({ text: 'ok' }, { text: 'ok' })
    await chat.ask({ session_id: 'session-1' })
    await chat.get('/key')
    const [request] = await chat.control.requests()
    expect(request).toMatchObject({
      path: '/chat/completions',
      sessionId: 'session-1',
      status: 200,
      body: { session_id: 'session-1', stream: true }
    })
    expect(request?.headers).toMatchObject({ 'x-openrouter-title': 'Steno' })
    expect(request?.headers).not.toHaveProperty('authorization')
    expect((await chat.control.requests('/')).map(({ path }) => path)).toEqual(['/chat/completions', '/key'])
    await chat.control.clear()
    expect(await chat.control.requests('/')).toEqual([])
    expect(await chat.control.pending()).toBe(0)
  })

  test('web pages are turned away', async () => {
    const fromPage = await fetch(`${simulator.origin}/__sim/script`, {
      method: 'POST',
      headers: { Origin: 'https://example.org' },
      body: '{}'
    })
    expect(fromPage.status).toBe(403)
  })
})

describe('the bill', () => {
  test('prices times tokens, summed to the pico-dollar; scripted costs and BYOK', async () => {
    const chat = new TestChat(simulator)
    await chat.control.script(
      { text: 'x'.repeat(40), usage: { prompt_tokens: 1000, prompt_tokens_details: { cached_tokens: 600, cache_write_tokens: 300 } } },
      { text: 'x', cost: 0.1 },
      { text: 'x', cost: 0.2, isByok: true, upstreamCost: 0.0360795 },
      { text: 'x', cost: null },
      { text: 'x', usage: null }
    )
    const [priced, , byok, unsaid, silent] = [await chat.ask(), await chat.ask(), await chat.ask(), await chat.ask(), await chat.ask()]
    // 100 × $2 + 600 × $0.2 + 300 × $2.5 + 10 × $10 per million
    expect(priced?.chunks.at(-1)?.usage?.cost).toBe(0.00117)
    expect(byok?.chunks.at(-1)?.usage).toMatchObject({ cost: 0.2, is_byok: true, cost_details: { upstream_inference_cost: 0.0360795 } })
    expect(unsaid?.chunks.at(-1)?.usage?.cost).toBeNull()
    expect(silent?.chunks.some(chunk => chunk.usage)).toBe(false)
    const { rows, picoUsd, creditsPicoUsd } = await chat.control.bill()
    expect(rows).toHaveLength(5)
    const small = rows.slice(3).map(row => Math.round(Number(row.cost) * 1e12))
    expect(small.every(cost => cost > 0)).toBe(true)
    const credits = 1_170_000_000 + 100_000_000_000 + 200_000_000_000 + (small[0] ?? 0) + (small[1] ?? 0)
    expect(creditsPicoUsd).toBe(String(credits))
    expect(picoUsd).toBe(String(credits + 36_079_500_000))
    const generation = await chat.get<GenerationAnswer>(`/generation?id=${unsaid?.generationId}`)
    expect(generation.body.data.total_cost).toBe(Number(rows[3]?.cost))
  })

  test('an error costs nothing', async () => {
    const chat = new TestChat(simulator)
    await chat.control.script({ text: 'Hello', error: { kind: 'E1' } })
    const { generationId } = await chat.ask()
    expect((await chat.get<GenerationAnswer>(`/generation?id=${generationId}`)).body.data).toMatchObject({
      total_cost: 0,
      cancelled: false
    })
  })

  test('an aborted stream pays for what was sent, and is recorded as aborted', async () => {
    const chat = new TestChat(simulator)
    await chat.control.script({ text: 'x'.repeat(4000), tokensPerSecond: 100 })
    const abort = new AbortController()
    const response = await chat.post({}, { signal: abort.signal })
    const reader = response.body?.getReader()
    await reader?.read()
    const generationId = response.headers.get('x-generation-id')
    expect((await chat.get(`/generation?id=${generationId}`)).status).toBe(404)
    expect((await chat.control.streams('live')).map(stream => stream.generationId)).toEqual([generationId])
    abort.abort()
    await expect.poll(() => chat.control.streams('aborted')).toHaveLength(1)
    const [stream] = await chat.control.streams('aborted')
    expect(stream?.endedAt).toBeGreaterThanOrEqual(stream?.firstTokenAt ?? Number.POSITIVE_INFINITY)
    const { rows } = await chat.control.bill()
    expect(rows).toMatchObject([{ generationId, cancelled: true, finishReason: null }])
    expect(rows[0]?.completionTokens).toBeLessThan(200)
    const generation = await chat.get<GenerationAnswer>(`/generation?id=${generationId}`)
    expect(generation.body.data).toMatchObject({
      cancelled: true,
      native_tokens_completion: rows[0]?.completionTokens,
      total_cost: Number(rows[0]?.cost)
    })
  })

  test('what the steps so far wait for ends when it is released, begun or not; later ones wait for their own', async () => {
    const chat = new TestChat(simulator)
    const held = { text: 'Here it is.', stall: { after: 1, seconds: 600 } }
    await chat.control.script(held, { ...held, firstTokenMs: 600_000 })
    const begun = chat.ask()
    await expect.poll(async () => (await chat.control.streams('live'))[0]?.firstTokenAt).toBeGreaterThan(0)
    await chat.control.release()
    expect((await begun).text).toBe('Here it is.')
    expect((await chat.ask()).text).toBe('Here it is.')
    await chat.control.script(held)
    const later = chat.ask()
    await expect.poll(async () => (await chat.control.streams('live'))[0]?.firstTokenAt).toBeGreaterThan(0)
    expect(await Promise.race([later, new Promise(resolve => setTimeout(resolve, 200, 'waits'))])).toBe('waits')
    await chat.control.release()
    expect((await later).text).toBe('Here it is.')
  })

  test('survives a restart; a completion that the process did not live to end is cancelled', async () => {
    const dataFile = join(tmpdir(), `bill-${crypto.randomUUID()}.jsonl`)
    const first = await startSimulator({ dataFile })
    const chat = new TestChat(first, 'sk-or-v1-kept')
    await chat.control.script({ text: 'Kept.' }, { text: 'x'.repeat(4000), tokensPerSecond: 10 })
    const { generationId } = await chat.ask()
    const before = await chat.control.bill()
    const running = await chat.post({})
    await first.close()
    await expect(running.text()).rejects.toThrow('terminated')
    const second = await startSimulator({ dataFile })
    const again = new TestChat(second, 'sk-or-v1-kept')
    const after = await again.control.bill()
    expect(after.rows[0]).toEqual(before.rows[0])
    expect(after.rows).toHaveLength(2)
    expect(after.rows[1]?.cancelled).toBe(true)
    expect((await again.get(`/generation?id=${generationId}`)).status).toBe(200)
    await second.close()
    rmSync(dataFile)
  })
})

describe('generation and faults', () => {
  test('late, refused, slow and never', async () => {
    const chat = new TestChat(simulator)
    await chat.control.script(
      { text: 'a', generation: { notFound: 2, cost: 0.000164 } },
      { text: 'b', generation: { status: 401 } },
      { text: 'c', generation: { delayMs: 80 } },
      { text: 'd', generation: { hang: true } }
    )
    const ids = [await chat.ask(), await chat.ask(), await chat.ask(), await chat.ask()].map(heard => heard.generationId)
    const late = [1, 2, 3].map(() => () => chat.get<GenerationAnswer>(`/generation?id=${ids[0]}`))
    const statuses: number[] = []
    for (const ask of late) statuses.push((await ask()).status)
    expect(statuses).toEqual([404, 404, 200])
    expect((await chat.get<GenerationAnswer>(`/generation?id=${ids[0]}`)).body.data.total_cost).toBe(0.000164)
    expect((await chat.get(`/generation?id=${ids[1]}`)).status).toBe(401)
    const startedAt = performance.now()
    await chat.get(`/generation?id=${ids[2]}`)
    expect(performance.now() - startedAt).toBeGreaterThan(75)
    await expect(
      fetch(`${simulator.url}/generation?id=${ids[3]}`, { headers: { Authorization: 'Bearer x' }, signal: AbortSignal.timeout(60) })
    ).rejects.toThrow()
    expect(await chat.get('/generation?id=gen-1-unknown')).toMatchObject({
      status: 404,
      body: { error: { message: 'Generation gen-1-unknown not found' } }
    })
  })

  test('the catalogue has an ETag, and fails on demand', async () => {
    const chat = new TestChat(simulator)
    const first = await fetch(`${simulator.url}/models`)
    const etag = first.headers.get('etag') ?? ''
    expect((await fetch(`${simulator.url}/models`, { headers: { 'If-None-Match': etag } })).status).toBe(304)
    await chat.control.fault({ path: '/models', status: 500 })
    expect((await fetch(`${simulator.url}/models`)).status).toBe(500)
    expect((await fetch(`${simulator.url}/models`)).status).toBe(200)
  })
})
