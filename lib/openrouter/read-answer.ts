import type { StreamTimeouts } from '../chat/timeouts.ts'
import { type AnswerAssembler, badData, truncated } from './answer-assembler.ts'
import type { OpenRouterChunk } from './chunks.ts'
import { type Clock, untilAborted, withinTime } from './clock.ts'
import { OpenRouterError } from './errors.ts'
import { type Endpoint, endpointUrl, requestHeaders } from './http.ts'
import { networkError } from './network-error.ts'
import type { ChatRequest } from './request.ts'
import { EventDecoder } from './sse.ts'
import { excerptOf, httpError } from './upstream-error.ts'
import { StreamWatchdog, type TimeoutKind } from './watchdog.ts'

export interface UpstreamCall {
  endpoint: Endpoint
  request: ChatRequest
  clock: Clock
  timeouts: StreamTimeouts
  onGenerationId: (generationId: string) => void
  beforeRead: (() => Promise<void> | null) | undefined
}

type BodyReader = ReadableStreamDefaultReader<Uint8Array>

/** Bodies that are read whole: errors, and completions that were not streamed. */
const largestWholeBody = 28 * 1024 * 1024
/** After `[DONE]` the body normally ends at once. */
const releaseMs = 2000

const timeoutMessages: Record<TimeoutKind, string> = {
  no_response: 'OpenRouter did not answer',
  no_content: 'The provider sent no content',
  silent: 'The connection went silent',
  stalled: 'The answer did not go on',
  too_long: 'The answer did not end'
}

/**
 * One HTTP exchange: sends the request, feeds `answer` and yields its chunks, one array per network read. Returns when
 * the answer is whole. Throws `OpenRouterError`, or the reason of the endpoint's signal.
 */
export async function* readAnswer(call: UpstreamCall, answer: AnswerAssembler): AsyncGenerator<OpenRouterChunk[], void, undefined> {
  const { clock, timeouts } = call
  const { signal } = call.endpoint
  signal?.throwIfAborted()
  const controller = new AbortController()
  const onAbort = () => controller.abort(signal?.reason)
  signal?.addEventListener('abort', onAbort, { once: true })
  const watchdog = new StreamWatchdog(clock, timeouts, (kind, limitMs) => controller.abort(timeoutError(kind, limitMs)))
  let reader: BodyReader | null = null
  try {
    const response = await send(call, controller.signal)
    watchdog.headersArrived()
    answer.generationId = response.headers.get('x-generation-id') || null
    reader = readerOf(response, controller.signal)
    if (!response.ok) {
      const { status, headers } = response
      throw httpError(status, await readText(reader, watchdog), { headers, now: clock.now() })
    }
    const announce = onceNamed(answer, call.onGenerationId)
    announce()
    const contentType = response.headers.get('content-type') ?? ''
    if (/json|html/.test(contentType)) {
      const text = await readText(reader, watchdog)
      if (text.length > largestWholeBody) throw tooLarge()
      const chunks: OpenRouterChunk[] = []
      answer.acceptWhole(text, chunks)
      announce()
      yield chunks
    } else yield* readEvents({ reader, watchdog, signal: controller.signal, beforeRead: call.beforeRead }, answer, announce)
    controller.signal.throwIfAborted()
    if (answer.failure) throw answer.failure
  } catch (error) {
    throw located(controller.signal.aborted ? controller.signal.reason : error, answer)
  } finally {
    watchdog.stop()
    signal?.removeEventListener('abort', onAbort)
    if (answer.done && reader) void release(reader, clock, controller)
    else controller.abort()
  }
}

async function send(call: UpstreamCall, signal: AbortSignal): Promise<Response> {
  const { baseUrl, apiKey, fetch: send = fetch } = call.endpoint
  const headers = { ...requestHeaders(apiKey), 'Content-Type': 'application/json', Accept: 'text/event-stream' }
  const body = JSON.stringify(call.request)
  try {
    // A caller's own `fetch` may not heed the signal.
    return await untilAborted(
      send(endpointUrl(baseUrl, '/chat/completions'), { method: 'POST', headers, body, signal, redirect: 'manual' }),
      signal
    )
  } catch (error) {
    throw networkError(error)
  }
}

/** An abort ends a pending read even when the `fetch` in use does not heed the signal. */
function readerOf(response: Response, signal: AbortSignal): BodyReader {
  const reader = (response.body ?? new Blob([]).stream()).getReader()
  signal.addEventListener('abort', () => reader.cancel(signal.reason).catch(() => null), { once: true })
  return reader
}

/** Says the generation's name as soon as it is known, and once. */
function onceNamed(answer: AnswerAssembler, say: (generationId: string) => void): () => void {
  let isSaid = false
  return () => {
    if (isSaid || answer.generationId === null) return
    isSaid = true
    say(answer.generationId)
  }
}

interface EventSource {
  reader: BodyReader
  watchdog: StreamWatchdog
  signal: AbortSignal
  beforeRead: UpstreamCall['beforeRead']
}

async function* readEvents(
  { reader, watchdog, signal, beforeRead }: EventSource,
  answer: AnswerAssembler,
  announce: () => void
): AsyncGenerator<OpenRouterChunk[], void, undefined> {
  const decoder = new EventDecoder()
  let sawEvent = false
  while (!answer.done && !answer.failure) {
    const bytes = await readBytes(reader, watchdog)
    signal.throwIfAborted()
    const chunks: OpenRouterChunk[] = []
    for (const data of bytes ? decoder.decode(bytes) : decoder.end()) {
      sawEvent = true
      if (bytes) answer.accept(data, chunks)
      else answer.acceptTail(data, chunks)
      if (answer.done || answer.failure) break
    }
    announce()
    if (chunks.length > 0) {
      watchdog.contentArrived()
      watchdog.pause()
      yield chunks
      const pause = beforeRead?.()
      if (pause) await untilAborted(pause, signal)
      watchdog.resume()
    }
    if (!bytes) break
  }
  answer.sawReplacement = decoder.sawReplacement
  if (answer.isWhole || answer.failure) return
  if (!sawEvent && decoder.strangeLine !== null) throw badData(`Not an API answer: ${excerptOf(decoder.strangeLine)}`)
  throw truncated(sawEvent ? 'The answer was cut off.' : 'The answer ended before it began.')
}

/** The next bytes, `null` at the end. A connection that breaks ends the body too; what came may be whole. */
async function readBytes(reader: BodyReader, watchdog: StreamWatchdog): Promise<Uint8Array | null> {
  try {
    const { value } = await reader.read()
    watchdog.bytesArrived()
    return value ?? null
  } catch {
    // Nothing in the error says more than that: undici calls it "terminated", whatever happened.
    return null
  }
}

async function readText(reader: BodyReader, watchdog: StreamWatchdog): Promise<string> {
  const utf8 = new TextDecoder()
  let text = ''
  for (let bytes = await readBytes(reader, watchdog); bytes; bytes = await readBytes(reader, watchdog)) {
    text += utf8.decode(bytes, { stream: true })
    if (text.length > largestWholeBody) break
  }
  return text + utf8.decode()
}

/** Reads to the body's end, so that its connection can serve the next step; drops it if the end does not come. */
async function release(reader: BodyReader, clock: Clock, controller: AbortController): Promise<void> {
  const readToEnd = async () => {
    while (!(await reader.read()).done);
  }
  await withinTime(
    clock,
    releaseMs,
    readToEnd().catch(() => undefined)
  )
  controller.abort()
}

/** The failure with what the answer knows of itself. */
function located(error: unknown, answer: AnswerAssembler): unknown {
  if (error instanceof OpenRouterError) {
    error.generationId ??= answer.generationId
    error.providerName ??= answer.provider
  }
  return error
}

function tooLarge(): OpenRouterError {
  return new OpenRouterError({ phase: 'too_large', upstreamMessage: 'The answer is larger than 28 MiB.' })
}

function timeoutError(kind: TimeoutKind, limitMs: number): OpenRouterError {
  const upstreamMessage = `${timeoutMessages[kind]} within ${Math.round(limitMs / 1000)} s.`
  return new OpenRouterError({ phase: 'timeout', errorType: kind, upstreamMessage, retryable: true })
}
