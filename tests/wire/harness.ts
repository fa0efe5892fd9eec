import { afterAll, beforeAll, beforeEach } from 'vitest'
import type { FinishChunk, OpenRouterChunk, UsageChunk } from '../../lib/openrouter/chunks.ts'
import { OpenRouterError } from '../../lib/openrouter/errors.ts'
import { OpenRouterHandler, type OpenRouterHandlerOptions } from '../../lib/openrouter/handler.ts'
import { type HistoryMessage, prepareHistory } from '../../lib/openrouter/replay.ts'
import type { AssistantRequestMessage, ChatRequest } from '../../lib/openrouter/request.ts'
import { FakeClock } from './fake-clock.ts'
import { FixtureServer } from './fixture-server.ts'

export const modelInfo = { supportsPromptCache: false }

/** A server for the tests of one file, empty before each of them. */
export function serveFixtures(): FixtureServer {
  const server = new FixtureServer()
  beforeAll(() => server.start())
  beforeEach(() => server.reset())
  afterAll(() => server.stop())
  return server
}

export function openHandler(server: FixtureServer, options: Partial<OpenRouterHandlerOptions> = {}): OpenRouterHandler {
  return new OpenRouterHandler({
    openRouterApiKey: 'sk-or-v1-test',
    openRouterModelId: 'acme/model',
    openRouterModelInfo: modelInfo,
    baseUrl: server.baseUrl,
    clock: new FakeClock(),
    ...options
  })
}

export interface Outcome {
  chunks: OpenRouterChunk[]
  error: unknown
  handler: OpenRouterHandler
}

/** Sends one question and gathers everything, the error included. */
export async function ask(server: FixtureServer, options: Partial<OpenRouterHandlerOptions> = {}): Promise<Outcome> {
  return collect(openHandler(server, options), [{ role: 'user', content: 'Hello' }])
}

export async function collect(handler: OpenRouterHandler, messages: HistoryMessage[]): Promise<Outcome> {
  const chunks: OpenRouterChunk[] = []
  try {
    for await (const piece of handler.createMessage('', messages)) chunks.push(piece)
    return { chunks, error: null, handler }
  } catch (error) {
    return { chunks, error, handler }
  }
}

export function textOf({ chunks }: Outcome): string {
  return chunks.map(piece => (piece.type === 'text' ? piece.text : '')).join('')
}

export function reasoningOf({ chunks }: Outcome): string {
  return chunks.map(piece => (piece.type === 'reasoning' ? piece.reasoning : '')).join('')
}

export function typesOf({ chunks }: Outcome): string[] {
  return chunks.map(({ type }) => type)
}

export function usagesOf({ chunks }: Outcome): UsageChunk[] {
  return chunks.flatMap(piece => (piece.type === 'usage' ? [piece] : []))
}

export function finishOf({ chunks, error }: Outcome): FinishChunk {
  const last = chunks.at(-1)
  if (last?.type !== 'finish') throw new Error('The answer did not finish.', { cause: error })
  return last
}

/** `[index, id, name, fragment]` of each tool chunk. */
export function fragmentsOf({ chunks }: Outcome): [number, string, string, string][] {
  return chunks.flatMap(piece => {
    if (piece.type !== 'tool_calls') return []
    const { index, function: call } = piece.tool_call
    return [[index, call.id, call.name, call.arguments] as [number, string, string, string]]
  })
}

export function errorOf({ error }: Outcome): OpenRouterError {
  if (error instanceof OpenRouterError) return error
  throw new Error('There is no OpenRouterError.', { cause: error })
}

/** The answer as a step's row keeps it: written to JSON and read again, with the model it was asked of. */
export function storedStep(outcome: Outcome, sourceModel: string): AssistantRequestMessage & { sourceModel: string } {
  const { details, toolCalls } = finishOf(outcome)
  const content = textOf(outcome)
  const calls = toolCalls.map(({ id, name, arguments: text }) => ({ id, type: 'function' as const, function: { name, arguments: text } }))
  const message: AssistantRequestMessage = {
    role: 'assistant',
    content: content === '' && calls.length > 0 ? null : content,
    ...(calls.length > 0 ? { tool_calls: calls } : {}),
    ...(details.length > 0 ? { reasoning_details: details } : {})
  }
  return { ...JSON.parse(JSON.stringify(message)), sourceModel }
}

export function userMessage(content: string): HistoryMessage {
  return { role: 'user', content }
}

export function toolResult(id: string, content: string): HistoryMessage {
  return { role: 'tool', tool_call_id: id, content }
}

/** Sends the history to a model and gathers everything. */
export async function askOn(
  server: FixtureServer,
  model: string,
  history: HistoryMessage[],
  options: Partial<OpenRouterHandlerOptions> = {}
): Promise<Outcome> {
  return collect(openHandler(server, { openRouterModelId: model, ...options }), prepareHistory({ messages: history, model }))
}

/** The same, for the request as the server received it. */
export async function nextRequest(
  server: FixtureServer,
  model: string,
  history: HistoryMessage[],
  options: Partial<OpenRouterHandlerOptions> = {}
): Promise<ChatRequest> {
  await askOn(server, model, history, options)
  const request = server.requests.at(-1)
  if (!request) throw new Error('No request arrived.')
  return request
}

/** The assistant messages of a request. */
export function assistantsOf(request: ChatRequest): AssistantRequestMessage[] {
  return request.messages.flatMap(message => (message.role === 'assistant' ? [message] : []))
}
