import { describe, expect, test } from 'vitest'
import { bodyOf } from './fixtures/body-of.ts'
import { told } from './fixtures/expected-chunks.ts'
import { failure, failureOf, hi, sent } from './fixtures/expected-failures.ts'
import { liquidFree } from './fixtures/open-models.ts'
import { grokCodeFast } from './fixtures/xai.ts'
import { ask, errorOf, finishOf, serveFixtures, textOf } from './harness.ts'
import { cutAt, outcomeOfReads } from './network-reads.ts'
import { done, ending, events, generationId, streamReply, text } from './stream.ts'

const server = serveFixtures()

describe('framing', () => {
  const options = { openRouterModelId: grokCodeFast.model }
  const bodies = [
    ['LF', bodyOf(grokCodeFast)],
    ['CRLF', bodyOf(grokCodeFast).replaceAll('\n', '\r\n')]
  ] as const

  test.each(bodies)('D01 comments between events and a cut after any byte change nothing, lines ending in %s', async (_name, body) => {
    const bytes = Buffer.from(body)
    for (let offset = 0; offset <= bytes.length; offset++) {
      const { chunks } = await outcomeOfReads(cutAt(bytes, [offset]), options)
      expect(chunks, `cut after byte ${offset}`).toEqual(grokCodeFast.chunks)
    }
  })

  test('D01 a character of four bytes comes whole, wherever it is cut', async () => {
    const bytes = Buffer.from(bodyOf(grokCodeFast))
    const emoji = bytes.indexOf(Buffer.from('👋🏽'))
    expect(emoji).toBeGreaterThan(0)
    for (let cut = 1; cut < 8; cut++) {
      const outcome = await outcomeOfReads(cutAt(bytes, [emoji, emoji + cut]), options)
      expect(outcome.chunks, `cut after byte ${cut} of it`).toEqual(grokCodeFast.chunks)
      expect(finishOf(outcome).warning).toBeUndefined()
    }
  })

  test.each(bodies)('D01 through a socket, byte by byte and in odd pieces, lines ending in %s', async (_name, body) => {
    for (const pieceBytes of [1, 7]) {
      server.on('/chat/completions', streamReply(body, { pieceBytes }))
      const outcome = await ask(server, options)
      expect(outcome.chunks).toEqual(grokCodeFast.chunks)
      expect(textOf(outcome)).toBe(grokCodeFast.text)
    }
  })

  test.each([
    ['as one piece', undefined],
    ['byte by byte', 1]
  ])('D02 a thought, a text and a cost of 0, %s: a cost of 0 is a cost, and nothing is looked up', async (_case, pieceBytes) => {
    server.on('/chat/completions', streamReply(bodyOf(liquidFree), pieceBytes ? { pieceBytes } : {}))
    const outcome = await ask(server, { openRouterModelId: liquidFree.model })
    expect(outcome.chunks).toEqual(liquidFree.chunks)
    expect(textOf(outcome)).toBe('Hello there, friend.')
    expect(finishOf(outcome).details).toEqual([expect.objectContaining({ text: expect.stringMatching(/^.{224}$/) })])
    expect(server.callsTo('/generation')).toHaveLength(0)
  })

  test('D07 a line of six megabytes is read at once', async () => {
    const url = `data:image/png;base64,${'iVBORw0K'.repeat(750_000)}`
    const image = { id: generationId, choices: [{ delta: { images: [{ type: 'image_url', image_url: { url } }] } }] }
    const bytes = Buffer.from(events(text('Look: '), image, ending(), done))
    expect(bytes.length).toBeGreaterThan(6_000_000)
    const before = process.cpuUsage()
    // As a socket would bring it.
    const reads = cutAt(
      bytes,
      Array.from({ length: Math.floor(bytes.length / 65_536) }, (_, place) => (place + 1) * 65_536)
    )
    const outcome = await outcomeOfReads(reads)
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(1000)
    expect(outcome.error).toBeNull()
    // Without printing megabytes when it fails.
    const named = outcome.chunks.map(piece => (piece.type === 'image' ? { ...piece, url: piece.url === url } : piece))
    expect(named).toEqual([...told('Look: '), { type: 'image', url: true, index: 0 }, ...hi.slice(1)])
  })

  test('D08 an event that is no JSON between good ones ends the answer, with what came before', async () => {
    const broken = `{"choices":[{"delta":{"content":"${'x'.repeat(300)}`
    server.on('/chat/completions', streamReply(`${events(text('kept'))}data: ${broken}\n\n${events(text('lost'), ending(), done)}`))
    const outcome = await ask(server)
    expect(outcome.chunks).toEqual(told('kept'))
    const upstreamMessage = `The answer holds an event that is no JSON object: ${broken.slice(0, 200)}`
    expect(failureOf(outcome)).toEqual(failure({ phase: 'bad_data', upstreamMessage, providerName: 'Acme', retryable: true, body: null }))
    expect(server.requests).toEqual([sent])
  })

  test('one event above 28 MiB ends the answer as too_large, with what came before', async () => {
    server.on('/chat/completions', streamReply(events(text('kept'), { pad: 'x'.repeat(28 * 1024 * 1024) })))
    const outcome = await ask(server)
    expect(outcome.chunks).toEqual(told('kept'))
    expect(errorOf(outcome)).toMatchObject({ phase: 'too_large', retryable: false, generationId })
  })

  test('a prototype key in an event is no answer of the API', async () => {
    server.on('/chat/completions', streamReply(`data: {"__proto__":{"polluted":true},"choices":[]}\n\n${events(done)}`))
    expect(errorOf(await ask(server))).toMatchObject({ phase: 'bad_data' })
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  })

  test('bytes that are no UTF-8 are replaced and reported', async () => {
    const [before, after] = events(text('A-B'), ending(), done).split('-B')
    server.on('/chat/completions', streamReply(Buffer.concat([Buffer.from(before ?? ''), Buffer.from([0xff]), Buffer.from(after ?? '')])))
    const outcome = await ask(server)
    expect(textOf(outcome)).toBe('A\uFFFD')
    expect(finishOf(outcome).warning).toBe('invalid_utf8')
  })
})
