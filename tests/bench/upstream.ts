/**
 * The bench's upstream: speaks just enough of the wire to be streamed from, and writes into every token when it was
 * written. The model slug says what is sent: `bench/<tokens>-<tokens per second>`, 0 for as fast as possible; `bench-text/…` has
 * the paragraphs, lists and code of an answer that a page must draw.
 */
import { createServer, type ServerResponse } from 'node:http'

const tokenTail = ' tok'.padEnd(5)

function event(id: string, delta: object, rest: object = {}): string {
  const chunk = {
    id,
    object: 'chat.completion.chunk',
    created: 1_790_000_000,
    model: 'bench/model',
    provider: 'Bench',
    choices: [{ index: 0, delta: { role: 'assistant', ...delta }, finish_reason: null, native_finish_reason: null }],
    ...rest
  }
  return `data: ${JSON.stringify(chunk)}\n\n`
}

const usage = { prompt_tokens: 10, completion_tokens: 10, total_tokens: 20, cost: 0.0001, is_byok: false }

/** Milliseconds since 1970 with three decimals: the two processes share the machine's clock. */
function now(): string {
  return (performance.timeOrigin + performance.now()).toFixed(3)
}

/** What stands between the words of a text: it has a paragraph of some sixty tokens, and a piece of another kind after every fifth. */
const breaks = ['\n\n', '\n\n- ', '\n\n## On ', '\n\n', '\n\n```ts\nconst answer = 42\n```\n\n']
const paragraphTokens = 60

function plainToken(token: number, isText: boolean): string {
  return isText && token % paragraphTokens === paragraphTokens - 1
    ? (breaks[Math.floor(token / paragraphTokens) % breaks.length] ?? '')
    : tokenTail
}

let generations = 0

async function stream(response: ServerResponse, tokens: number, perSecond: number, isText: boolean): Promise<void> {
  const id = `gen-${Date.now()}-${String(++generations).padStart(20, '0')}`
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'X-Generation-Id': id })
  const started = performance.now()
  for (let token = 0; token < tokens && !response.destroyed; token++) {
    if (perSecond > 0) {
      const wait = started + (token * 1000) / perSecond - performance.now()
      if (wait > 0) await new Promise(resolve => setTimeout(resolve, wait))
    }
    // The first token of a stream and every tenth carry a time; the others are as long as a usual token.
    response.write(event(id, { content: token % 10 === 0 ? `@${now()}@` : plainToken(token, isText) }))
  }
  response.write(
    event(
      id,
      { content: '' },
      { choices: [{ index: 0, delta: { content: '' }, finish_reason: 'stop', native_finish_reason: 'stop' }], usage }
    )
  )
  response.end('data: [DONE]\n\n')
}

const server = createServer((request, response) => {
  if (request.method !== 'POST') {
    response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"data":[]}')
    return
  }
  let body = ''
  request.setEncoding('utf8')
  request.on('data', (text: string) => {
    body += text
  })
  request.on('end', () => {
    const [, kind, tokens, perSecond] = /"bench(-text)?\/(\d+)-(\d+)"/.exec(body) ?? []
    void stream(response, Number(tokens ?? 1), Number(perSecond ?? 0), kind !== undefined)
  })
})

server.listen(Number(process.env.PORT), '127.0.0.1', () => process.send?.('ready'))
