import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises'
import type { ChatRequest } from '../../lib/openrouter/request.ts'

/** What the server answers one call with. */
export interface Reply {
  status?: number
  headers?: Record<string, string>
  body?: string | Uint8Array
  /** Bytes per network write; all at once when absent. */
  pieceBytes?: number
  /** After the body: end it (default), keep the connection open, or destroy the socket. */
  end?: 'close' | 'hang' | 'reset'
}

export interface ReceivedCall {
  path: string
  /** With its question mark; empty when there is none. */
  query: string
  headers: IncomingMessage['headers']
  /** Parsed body; `null` for a GET. */
  body: ChatRequest | null
  /** Resolves when the client has dropped the connection before the answer was over. */
  aborted: Promise<void>
}

/** Speaks HTTP and plays prepared bytes, nothing else: what they mean is for the code under test. */
export class FixtureServer {
  readonly calls: ReceivedCall[] = []
  readonly #replies = new Map<string, Reply[]>()
  readonly #server = createServer((request, response) => void this.#answer(request, response))

  /** Up to and with `/api/v1`. */
  get baseUrl(): string {
    const address = this.#server.address() as AddressInfo
    return `http://127.0.0.1:${address.port}/api/v1`
  }

  async start(): Promise<void> {
    await new Promise<void>(resolve => this.#server.listen(0, '127.0.0.1', resolve))
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise(resolve => this.#server.close(resolve))
  }

  reset(): void {
    this.calls.length = 0
    this.#replies.clear()
  }

  /** Queues answers for a path such as `/chat/completions`; the last one is repeated. */
  on(path: string, ...replies: Reply[]): void {
    this.#replies.set(path, [...replies])
  }

  callsTo(path: string): ReceivedCall[] {
    return this.calls.filter(call => call.path === path)
  }

  /** Bodies of the chat calls, in order. */
  get requests(): ChatRequest[] {
    return this.callsTo('/chat/completions').flatMap(({ body }) => (body ? [body] : []))
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, search: query } = new URL(request.url ?? '/', 'http://fixture')
    const path = pathname.replace('/api/v1', '')
    const aborted = new Promise<void>(resolve => response.once('close', () => response.writableFinished || resolve()))
    const text = await readText(request)
    this.calls.push({ path, query, headers: request.headers, body: text === '' ? null : JSON.parse(text), aborted })
    const queue = this.#replies.get(path) ?? []
    const reply = queue.length > 1 ? queue.shift() : queue[0]
    await play(reply ?? { status: 404, body: '{"error":{"message":"Not Found","code":404}}' }, response)
  }
}

async function readText(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece)
  return Buffer.concat(pieces).toString()
}

async function play(reply: Reply, response: ServerResponse): Promise<void> {
  const bytes = typeof reply.body === 'string' ? Buffer.from(reply.body) : (reply.body ?? Buffer.alloc(0))
  response.writeHead(reply.status ?? 200, { 'Content-Type': 'application/json', ...reply.headers })
  response.flushHeaders()
  const step = reply.pieceBytes ?? Math.max(bytes.length, 1)
  for (let start = 0; start < bytes.length && !response.destroyed; start += step) {
    response.write(bytes.subarray(start, start + step))
    // One turn of the event loop, so that pieces are not joined again on the way.
    if (reply.pieceBytes) await nextTurn()
  }
  if (reply.end === 'reset') {
    await wait(10)
    response.destroy()
  } else if (reply.end !== 'hang') response.end()
}
