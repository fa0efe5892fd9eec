// Real: HTTP, SSE parsing, following. Scripted: a server that answers as api.md says, and drops connections.
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { TurnChunk } from '../../lib/chat/turn-chunk.ts'
import type { Connection } from '../chat/follow-turn.ts'
import { AnswerStreams } from './answer-streams.ts'

let server: Server | undefined

afterEach(() => {
  vi.unstubAllGlobals()
  server?.closeAllConnections()
  server?.close()
})

type Place = [id: string, after: number]

/** Starts the server and lets page-relative addresses lead to it; what was asked of it, in order. */
async function serve(answer: (places: Place[], response: ServerResponse, connection: number) => void): Promise<Place[][]> {
  const asked: Place[][] = []
  server = createServer((message, response) => {
    const answers = new URL(message.url ?? '/', 'http://steno').searchParams.get('answers') ?? ''
    const places = answers.split(',').map((text): Place => {
      const [id = '', after = '0'] = text.split('.')
      return [id, Number(after)]
    })
    asked.push(places)
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    answer(places, response, asked.length)
  })
  await new Promise<void>(resolve => server?.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const real = globalThis.fetch
  vi.stubGlobal('fetch', (url: string, init?: RequestInit) => real(new URL(url, origin), init))
  return asked
}

const lastSequence = 12
const chunkOf = (id: string, sequence: number): TurnChunk => ({ type: 'text-delta', id, delta: `${id}${sequence} ` })
const wholeOf = (id: string) => Array.from({ length: lastSequence }, (_, index) => chunkOf(id, index + 1))

/** The next `count` events of each answer, taking turns, and the ends of those that have come to theirs. */
function write(response: ServerResponse, places: readonly Place[], count: number): void {
  for (let step = 1; step <= count; step++) {
    for (const [id, after] of places) {
      const sequence = after + step
      if (sequence > lastSequence + 1) continue
      const data = sequence > lastSequence ? '[DONE]' : JSON.stringify(chunkOf(id, sequence))
      response.write(`event: answer\ndata: ${id}\n\nid: ${sequence}\ndata: ${data}\n\n`)
    }
  }
}

async function read(stream: ReadableStream<TurnChunk>, chunks: TurnChunk[] = []): Promise<TurnChunk[]> {
  const reader = stream.getReader()
  for (let next = await reader.read(); !next.done; next = await reader.read()) chunks.push(next.value)
  return chunks
}

describe('AnswerStreams', () => {
  test('answers that begin together come over one connection, each as it is', async () => {
    const asked = await serve((places, response) => write(response, places, lastSequence + 1))
    const streams = new AnswerStreams(() => undefined)
    expect(await Promise.all(['a', 'b', 'c'].map(id => read(streams.follow(id))))).toEqual(['a', 'b', 'c'].map(wholeOf))
    expect(asked).toEqual([
      [
        ['a', 0],
        ['b', 0],
        ['c', 0]
      ]
    ])
  })

  test('cut off in what was so far, an answer comes again from its start, and nothing of it twice', async () => {
    const asked = await serve((_places, response, connection) => {
      response.write('event: answer\ndata: a\n\n')
      for (let sequence = 1; sequence <= (connection === 1 ? 3 : lastSequence); sequence++) {
        response.write(`${sequence < 6 ? '' : `id: ${sequence}\n`}data: ${JSON.stringify(chunkOf('a', sequence))}\n\n`)
      }
      response.end(connection === 1 ? '' : 'data: [DONE]\n\n')
    })
    expect(await read(new AnswerStreams(() => undefined).follow('a'))).toEqual(wholeOf('a'))
    expect(asked).toEqual([[['a', 0]], [['a', 0]]])
  })

  test('a drop loses and repeats nothing: each goes on behind what it has', async () => {
    const connections: Connection[] = []
    const asked = await serve((places, response, connection) => {
      write(response, places, connection === 1 ? 5 : lastSequence + 1)
      if (connection === 1) response.write('id: 6\ndata: {"type":"text-de', () => response.destroy())
    })
    const streams = new AnswerStreams(connection => connections.push(connection))
    expect(await Promise.all(['a', 'b'].map(id => read(streams.follow(id))))).toEqual(['a', 'b'].map(wholeOf))
    expect(asked[1]).toEqual([
      ['a', 5],
      ['b', 5]
    ])
    expect(connections).toEqual(['lost', 'live'])
  })

  test('an answer that is added is followed with the others, which lose nothing by it', async () => {
    const asked = await serve((places, response, connection) => write(response, places, connection === 1 ? 4 : lastSequence + 1))
    const streams = new AnswerStreams(() => undefined)
    const first = streams.follow('a')
    const chunks: TurnChunk[] = []
    const whole = read(first, chunks)
    await expect.poll(() => chunks).toHaveLength(4)
    const second = read(streams.follow('b'))
    expect(await whole).toEqual(wholeOf('a'))
    expect(await second).toEqual(wholeOf('b'))
    expect(asked[1]).toEqual([
      ['a', 4],
      ['b', 0]
    ])
  })

  test('one that has ended does not end the others', async () => {
    await serve((places, response) => {
      response.write('event: answer\ndata: over\n\ndata: [DONE]\n\n')
      write(
        response,
        places.filter(([id]) => id !== 'over'),
        lastSequence + 1
      )
    })
    const streams = new AnswerStreams(() => undefined)
    expect(await Promise.all([read(streams.follow('over')), read(streams.follow('a'))])).toEqual([[], wholeOf('a')])
  })

  test('a refusal is told to all who follow', async () => {
    await serve(() => undefined)
    vi.stubGlobal('fetch', () =>
      Promise.resolve(Response.json({ error: { code: 'not_found', message: 'No such message.' } }, { status: 404 }))
    )
    const streams = new AnswerStreams(() => undefined)
    const outcomes = await Promise.allSettled([read(streams.follow('a')), read(streams.follow('b'))])
    for (const outcome of outcomes) expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'not_found' } })
  })
})
