import type { ReasoningDetail } from '../../lib/openrouter/reasoning-details.ts'
import type { Reply } from './fixture-server.ts'

/** Fixtures are written here by hand, in the shapes that docs/wire.md describes. */

export const generationId = 'gen-1790000000-AbCdEfGhIjKlMnOpQrSt'

export interface ChunkOptions {
  finish?: string | null
  native?: string | null
  usage?: Record<string, unknown>
  error?: unknown
  choiceError?: unknown
  model?: string
  provider?: string
  id?: string
}

/** One `chat.completion.chunk`. */
export function chunk(delta: Record<string, unknown>, options: ChunkOptions = {}): Record<string, unknown> {
  const { finish = null, native = finish, usage, error, choiceError, model = 'acme/model', provider = 'Acme', id = generationId } = options
  return {
    id,
    object: 'chat.completion.chunk',
    created: 1790000000,
    model,
    provider,
    ...(error === undefined ? {} : { error }),
    choices: [
      {
        index: 0,
        delta: { content: '', role: 'assistant', ...delta },
        finish_reason: finish,
        native_finish_reason: native,
        ...(choiceError === undefined ? {} : { error: choiceError })
      }
    ],
    ...(usage === undefined ? {} : { usage })
  }
}

export function text(content: string, options?: ChunkOptions): Record<string, unknown> {
  return chunk({ content }, options)
}

/** A delta whose `reasoning` repeats what its details say, as OpenRouter sends it. */
export function thought(detail: ReasoningDetail, options?: ChunkOptions): Record<string, unknown> {
  return chunk({ reasoning: detail.text ?? detail.summary ?? null, reasoning_details: [detail] }, options)
}

export function toolCall(
  index: number,
  call: { id?: string; name?: string; arguments?: string },
  options?: ChunkOptions
): Record<string, unknown> {
  const { id, name, arguments: fragment } = call
  const wireFunction = { ...(name === undefined ? {} : { name }), ...(fragment === undefined ? {} : { arguments: fragment }) }
  const opening = id === undefined ? {} : { id, type: 'function' }
  return chunk({ content: null, tool_calls: [{ index, ...opening, function: wireFunction }] }, options)
}

/** A usage object with the keys that are always there. */
export function usageOf(overrides: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    prompt_tokens: 10,
    completion_tokens: 20,
    total_tokens: 30,
    cost: 0.001,
    is_byok: false,
    prompt_tokens_details: { cached_tokens: 0, cache_write_tokens: 0 },
    cost_details: { upstream_inference_cost: 0.001 },
    completion_tokens_details: { reasoning_tokens: 5 },
    ...overrides
  }
}

/** The last chunk before `[DONE]`, in the shape of today: the reason once more, beside the usage. */
export function ending(finish = 'stop', usage = usageOf(), options: ChunkOptions = {}): Record<string, unknown> {
  return chunk({}, { ...options, finish, usage })
}

/** Server-sent events; a string is a line as it stands (a comment, `[DONE]` excluded). */
export function events(...items: (Record<string, unknown> | string)[]): string {
  return items.map(item => (typeof item === 'string' ? `${item}\n\n` : `data: ${JSON.stringify(item)}\n\n`)).join('')
}

export const done = 'data: [DONE]'

export const keepAlive = ': OPENROUTER PROCESSING'

/** A 200 with an event stream. */
export function streamReply(body: string | Uint8Array, reply: Reply = {}): Reply {
  return { ...reply, headers: { 'Content-Type': 'text/event-stream', 'X-Generation-Id': generationId, ...reply.headers }, body }
}

/** A whole answer: the items, the ending, `[DONE]`. */
export function answer(...items: (Record<string, unknown> | string)[]): Reply {
  return streamReply(events(...items, done))
}

/** An error with its HTTP status. */
export function refusal(status: number, error: Record<string, unknown>, headers: Record<string, string> = {}): Reply {
  return { status, headers, body: JSON.stringify({ error: { code: status, ...error }, user_id: 'user_0123456789' }) }
}
