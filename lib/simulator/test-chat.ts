import type { Delta, ReasoningDetail } from './completion.ts'
import { mergeFragments } from './merge-fragments.ts'
import { SentAnswer, type SentToolCall } from './sent-answer.ts'
import type { Simulator } from './server.ts'
import { SimulatorControl } from './simulator-control.ts'

/** What a faithful client knows after one answer; for the simulator's own tests. */
export interface Heard {
  status: number
  generationId: string | null
  contentType: string
  body: string
  chunks: Chunk[]
  isDone: boolean
  comments: number
  text: string
  reasoning: string
  details: ReasoningDetail[]
  toolCalls: SentToolCall[]
  /** The assistant message that belongs into the next request. */
  message: Record<string, unknown>
}

export interface Chunk {
  id?: string
  model?: string
  provider?: string
  error?: { code: number; message: string; metadata?: Record<string, unknown> }
  choices?: { delta: Partial<Delta>; finish_reason: string | null; native_finish_reason: string | null; error?: { message: string } }[]
  usage?: { prompt_tokens: number; completion_tokens: number; cost: number | null; completion_tokens_details: { reasoning_tokens: number } }
}

const attribution = { 'HTTP-Referer': 'http://localhost:3000', 'X-OpenRouter-Title': 'Steno' }

/** One bearer key at one simulator. */
export class TestChat {
  readonly control: SimulatorControl
  readonly #simulator: Simulator
  readonly #key: string

  constructor(simulator: Simulator, key = `sk-or-v1-test-${crypto.randomUUID()}`) {
    this.#simulator = simulator
    this.#key = key
    this.control = new SimulatorControl(simulator.origin, key)
  }

  post(body: object, options: { signal?: AbortSignal; headers?: Record<string, string> } = {}): Promise<Response> {
    const { signal, headers = attribution } = options
    return fetch(`${this.#simulator.url}/chat/completions`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${this.#key}`, 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify({ model: 'anthropic/claude-sonnet-5', stream: true, messages: [{ role: 'user', content: 'Hi' }], ...body }),
      ...(signal && { signal })
    })
  }

  async ask(body: object = {}): Promise<Heard> {
    const response = await this.post(body)
    return understand(response, await response.text())
  }

  async get<Answer>(path: string): Promise<{ status: number; body: Answer }> {
    const response = await fetch(`${this.#simulator.url}${path}`, { headers: { Authorization: `Bearer ${this.#key}` } })
    return { status: response.status, body: await response.json() }
  }

  /** Rules that were broken so far. */
  async brokenRules(): Promise<string[]> {
    return (await this.control.violations()).map(violation => violation.rule)
  }
}

function understand(response: Response, body: string): Heard {
  const events = body.split(/\r?\n\r?\n/).map(event => event.trim())
  const payloads = events.filter(event => event.startsWith('data: {')).map(event => event.slice(6))
  const chunks = payloads.flatMap(payload => parseChunk(payload))
  const heard = new SentAnswer()
  let reasoning = ''
  for (const delta of chunks.flatMap(chunk => chunk.choices ?? []).map(choice => choice.delta)) {
    heard.addDelta(delta)
    reasoning += delta.reasoning ?? ''
  }
  const details = mergeFragments(heard.fragments)
  const calls = heard.toolCalls.map(call => ({ id: call.id, type: 'function', function: { name: call.name, arguments: call.arguments } }))
  return {
    status: response.status,
    generationId: response.headers.get('x-generation-id'),
    contentType: response.headers.get('content-type') ?? '',
    body,
    chunks,
    isDone: events.includes('data: [DONE]'),
    comments: events.filter(event => event.startsWith(':')).length,
    text: heard.text,
    reasoning,
    details,
    toolCalls: heard.toolCalls,
    message: {
      role: 'assistant',
      content: heard.text || (calls.length > 0 ? null : ''),
      ...(calls.length > 0 && { tool_calls: calls }),
      ...(details.length > 0 && { reasoning_details: details })
    }
  }
}

function parseChunk(payload: string): Chunk[] {
  try {
    return [JSON.parse(payload)]
  } catch {
    return [] // Broken JSON is one of the faults under test.
  }
}
