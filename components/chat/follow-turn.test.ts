// Real: HTTP, SSE parsing and our transport. Scripted: a server that answers as api.md says, and drops connections.
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { UIMessageChunk } from 'ai'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { type Connection, followTurn } from './follow-turn.ts'

type Handler = (url: URL, response: ServerResponse) => void

let server: Server | undefined

afterEach(() => {
  vi.unstubAllGlobals()
  server?.closeAllConnections()
  server?.close()
})

/** Starts the server and lets page-relative addresses lead to it. */
async function serve(handler: Handler): Promise<void> {
  server = createServer((message, response) => handler(new URL(message.url ?? '/', 'http://steno'), response))
  await new Promise<void>(resolve => server?.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const real = globalThis.fetch
  vi.stubGlobal('fetch', (url: string, init?: RequestInit) => real(new URL(url, origin), init))
}

const events: UIMessageChunk[] = [
  { type: 'start', messageId: 'm' },
  { type: 'text-start', id: '0.0' },
  ...Array.from({ length: 20 }, (_, index): UIMessageChunk => ({ type: 'text-delta', id: '0.0', delta: `word${index} ` })),
  { type: 'text-end', id: '0.0' },
  { type: 'finish' }
]

function writeEvents(response: ServerResponse, from: number, to: number): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  for (let sequence = from; sequence <= to; sequence++) response.write(`id: ${sequence}\ndata: ${JSON.stringify(events[sequence - 1])}\n\n`)
}

async function follow(signal?: AbortSignal, onChunk?: (count: number) => void) {
  const connections: Connection[] = []
  const response = await fetch('/first')
  const stream = followTurn({ messageId: 'm', response, signal, onConnection: connection => connections.push(connection) })
  const chunks: UIMessageChunk[] = []
  for await (const chunk of stream as ReadableStream<UIMessageChunk> & AsyncIterable<UIMessageChunk>) {
    chunks.push(chunk)
    onChunk?.(chunks.length)
  }
  return { chunks, connections }
}

describe('followTurn', () => {
  test('a whole stream is passed on as it is', async () => {
    await serve((_url, response) => {
      writeEvents(response, 1, events.length)
      response.end('data: [DONE]\n\n')
    })
    expect(await follow()).toEqual({ chunks: events, connections: [] })
  })

  test('drops at any place lose, repeat and reorder nothing', async () => {
    const asked: (string | null)[] = []
    await serve((url, response) => {
      const after = url.pathname === '/first' ? 0 : Number(url.searchParams.get('after'))
      if (url.pathname !== '/first') asked.push(url.searchParams.get('after'))
      const to = Math.min(after + 7, events.length)
      writeEvents(response, after + 1, to)
      if (to === events.length) response.end('data: [DONE]\n\n')
      else if (after % 2 === 0) response.end()
      else response.write('data: {"type":"text-de', () => response.destroy())
    })
    const { chunks, connections } = await follow()
    expect(chunks).toEqual(events)
    expect(asked).toEqual(['7', '14', '21'])
    expect(connections).toEqual(['lost', 'live', 'lost', 'live', 'lost', 'live'])
  })

  test('cut off in what was so far, it comes again from its start, and nothing of it twice', async () => {
    const asked: (string | null)[] = []
    await serve((url, response) => {
      asked.push(url.searchParams.get('after'))
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      // Of seven events so far only the last has a number; the first two connections break behind the third of them.
      for (const [index, chunk] of events.slice(0, asked.length < 3 ? 3 : events.length).entries()) {
        response.write(`${index < 6 ? '' : `id: ${index + 1}\n`}data: ${JSON.stringify(chunk)}\n\n`)
      }
      response.end(asked.length < 3 ? '' : 'data: [DONE]\n\n')
    })
    expect((await follow()).chunks).toEqual(events)
    expect(asked).toEqual([null, null, null])
  })

  test('a connection that says how long nothing came is live; one that breaks off behind that is not tried for ever', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    let connections = 0
    await serve((url, response) => {
      if (url.pathname === '/first') writeEvents(response, 1, 5)
      else {
        connections++
        response.writeHead(200, { 'content-type': 'text/event-stream' })
        response.write('data: {"type":"message-metadata","messageMetadata":{"quietMs":900}}\n\n')
      }
      response.end()
    })
    const following = expect(follow()).rejects.toThrow('The connection to Steno is lost.')
    while (connections < 8) await vi.advanceTimersByTimeAsync(1000)
    await following
    expect(connections).toBe(8)
    vi.useRealTimers()
  })

  test('a turn that ended meanwhile ends the stream, so that the page reads the conversation', async () => {
    await serve((url, response) => {
      if (url.pathname === '/first') {
        writeEvents(response, 1, 5)
        response.end()
      } else response.writeHead(204).end()
    })
    expect((await follow()).chunks).toEqual(events.slice(0, 5))
  })

  test('a server that is away for a moment is asked again', async () => {
    let refusals = 0
    await serve((url, response) => {
      if (url.pathname === '/first') {
        writeEvents(response, 1, 5)
        response.end()
      } else if (refusals++ < 1) response.writeHead(503, { 'content-type': 'application/json' }).end('{}')
      else {
        writeEvents(response, 6, events.length)
        response.end('data: [DONE]\n\n')
      }
    })
    expect((await follow()).chunks).toEqual(events)
  })

  test('a message that is gone is an error, not an endless wait', async () => {
    await serve((url, response) => {
      if (url.pathname === '/first') {
        writeEvents(response, 1, 5)
        response.end()
      } else
        response.writeHead(404, { 'content-type': 'application/json' }).end('{"error":{"code":"not_found","message":"No such message."}}')
    })
    await expect(follow()).rejects.toThrow('No such message.')
  })

  test('an abort ends it at once and asks for nothing more', async () => {
    let requests = 0
    await serve((_url, response) => {
      requests++
      writeEvents(response, 1, 5)
    })
    const controller = new AbortController()
    const { chunks } = await follow(controller.signal, count => count === 5 && controller.abort())
    expect(chunks).toEqual(events.slice(0, 5))
    expect(requests).toBe(1)
  })
})
