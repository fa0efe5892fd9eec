/**
 * The bench's upstream: speaks just enough of the wire to be streamed from, and writes into every token when it was
 * written. The model slug says what is sent: `bench/<tokens>-<tokens per second>`, 0 for as fast as possible; `bench-text/…` has
 * the paragraphs, lists and code of an answer that a page must draw, `bench-heavy/…` is a document of headings, tables, code and
 * formulas without times. A question that is nothing but such a slug asks for it, whatever the model. `MODELS` is the length of the
 * catalogue.
 */
import { createServer, type ServerResponse } from 'node:http'
import { heavyTokens } from './heavy-document.ts'

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

type Kind = 'bench' | 'bench-text' | 'bench-heavy'

function textToken(token: number): string {
  return token % paragraphTokens === paragraphTokens - 1 ? (breaks[Math.floor(token / paragraphTokens) % breaks.length] ?? '') : tokenTail
}

/** The first token of a stream and every tenth carry a time; the others are as long as a usual token. */
function tokenOf(kind: Kind, tokens: number): (token: number) => string {
  if (kind === 'bench-heavy') {
    const document = heavyTokens(tokens)
    return token => document[token] ?? ''
  }
  return token => (token % 10 === 0 ? `@${now()}@` : kind === 'bench-text' ? textToken(token) : tokenTail)
}

const catalogue = Array.from({ length: Number(process.env.MODELS ?? 0) }, (_, index) => ({
  id: `author-${index % 40}/model-${index}`,
  name: `Author ${index % 40}: Model ${index}`,
  description: 'A model of the bench.',
  created: 1_780_000_000 - index * 86_400,
  context_length: 128_000 + 1000 * index,
  architecture: { input_modalities: ['text', 'image'], output_modalities: ['text'] },
  pricing: { prompt: `0.00000${100 + index}`, completion: `0.0000${100 + index}` },
  supported_parameters: ['tools', 'reasoning']
}))

let generations = 0

async function stream(response: ServerResponse, tokens: number, perSecond: number, kind: Kind): Promise<void> {
  const text = tokenOf(kind, tokens)
  const id = `gen-${Date.now()}-${String(++generations).padStart(20, '0')}`
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'X-Generation-Id': id })
  const started = performance.now()
  for (let token = 0; token < tokens && !response.destroyed; token++) {
    if (perSecond > 0) {
      const wait = started + (token * 1000) / perSecond - performance.now()
      if (wait > 0) await new Promise(resolve => setTimeout(resolve, wait))
    }
    response.write(event(id, { content: text(token) }))
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
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify({ data: catalogue }))
    return
  }
  let body = ''
  request.setEncoding('utf8')
  request.on('data', (text: string) => {
    body += text
  })
  request.on('end', () => {
    const [, kind, tokens, perSecond] = [...body.matchAll(/"(bench(?:-text|-heavy)?)\/(\d+)-(\d+)"/g)].at(-1) ?? []
    void stream(response, Number(tokens ?? 1), Number(perSecond ?? 0), (kind ?? 'bench') as Kind)
  })
})

server.listen(Number(process.env.PORT), '127.0.0.1', () => process.send?.('ready'))
