import type { FinishChunk, OpenRouterChunk, ReasoningChunk, UsageChunk } from './chunks.ts'
import { OpenRouterError } from './errors.ts'
import { shouldSkipReasoningForModel } from './model-info.ts'
import { addReasoningDetail, displayText, type ReasoningDetail } from './reasoning-details.ts'
import { ToolCallAccumulator } from './tool-calls.ts'
import { excerptOf, isReadable, upstreamError } from './upstream-error.ts'
import { usageFromStream } from './usage.ts'
import { isRecord } from './wire.ts'

/** A key that would have to be copied with care everywhere; no answer of the API has it. */
const prototypeKey = /"__proto__"\s*:/

/**
 * Turns the data events of one answer into chunks and keeps what the end needs: details, tool calls, usage, reason.
 * A pure state machine; reading, waiting and retrying are the handler's.
 */
export class AnswerAssembler {
  readonly details: ReasoningDetail[] = []
  readonly #toolCalls = new ToolCallAccumulator()
  readonly #hidesReasoning: boolean
  readonly #now: () => number
  #rawUsage: Record<string, unknown> | null = null
  #usage: UsageChunk | null = null
  #reason: string | null = null
  #native: string | null = null
  /** From the response's header; else from the first event. */
  generationId: string | null = null
  model: string | null = null
  provider: string | null = null
  /** Bytes of the body were no UTF-8. */
  sawReplacement = false
  /** `[DONE]` was seen. */
  done = false
  /** Text, reasoning, a tool call, an annotation or an image came out: from here on a retry would repeat it. */
  hasOutput = false
  /** Set by the event that broke the answer; chunks that came with it are still good. */
  failure: OpenRouterError | null = null

  constructor(requestedModel: string, now: () => number) {
    this.#hidesReasoning = shouldSkipReasoningForModel(requestedModel)
    this.#now = now
  }

  /** Reads one data event and appends its chunks to `chunks`. */
  accept(data: string, chunks: OpenRouterChunk[]): void {
    if (data === '[DONE]') {
      this.done = true
      return
    }
    const event = parseEvent(data)
    if (event) this.#read(event, chunks)
    else this.failure = badData(`The answer holds an event that is no JSON object: ${data.slice(0, 200)}`)
  }

  /** Reads what stood in the body's last line without an end of event: an event if it is whole, else cut off. */
  acceptTail(data: string, chunks: OpenRouterChunk[]): void {
    if (data === '[DONE]' || parseEvent(data)) this.accept(data, chunks)
  }

  /** Reads the text of a 200 that is no stream: an error object as a rule, a whole completion, or some proxy's page. */
  acceptWhole(text: string, chunks: OpenRouterChunk[]): void {
    const body = parseEvent(text)
    if (!body) {
      this.failure = isCutOff(text) ? truncated('The answer was cut off.') : badData(`Not an API answer: ${excerptOf(text)}`)
      return
    }
    const choice = firstChoice(body)
    const message = choice && isRecord(choice.message) ? choice.message : null
    if (!body.error && !choice) {
      this.failure = badData('The answer is JSON, but neither a completion nor an error.')
      return
    }
    this.#read(choice ? { ...body, choices: [{ ...choice, delta: message }] } : body, chunks)
    // Whole entries, not fragments: neighbours of the same type must not be joined.
    const details = recordsOf(message?.reasoning_details).filter(isDetail)
    this.details.splice(0, this.details.length, ...details.map(detail => ({ ...detail })))
    this.done = true
  }

  get usage(): UsageChunk | null {
    if (this.#usage === null && this.#rawUsage !== null) this.#usage = usageFromStream(this.#rawUsage, this.generationId)
    return this.#usage
  }

  get toolCalls() {
    return this.#toolCalls.complete()
  }

  /** The answer is whole although `[DONE]` is missing. */
  get isWhole(): boolean {
    return this.done || (this.#reason !== null && this.#rawUsage !== null)
  }

  /** Chunks for the tool calls that never had an argument; only at a clean end. At the token limit some may still have been on their way. */
  closeToolCalls(): OpenRouterChunk[] {
    return this.#reason === 'length' ? [] : this.#toolCalls.close()
  }

  finish(): FinishChunk {
    const { model, provider, generationId, details, toolCalls } = this
    const warning = this.done ? (this.sawReplacement ? 'invalid_utf8' : null) : 'no_done'
    return {
      type: 'finish',
      reason: this.#reason,
      native: this.#native,
      model,
      provider,
      generationId,
      details,
      toolCalls,
      ...(warning === null ? {} : { warning })
    }
  }

  #read(event: Record<string, unknown>, chunks: OpenRouterChunk[]): void {
    const { id, model, provider, usage, error } = event
    if (this.generationId === null && typeof id === 'string' && id !== '') this.generationId = id
    if (typeof model === 'string' && model !== '') this.model = model
    if (typeof provider === 'string' && provider !== '') this.provider = provider
    if (isRecord(usage)) {
      this.#rawUsage = usage
      this.#usage = null
    }
    const choice = firstChoice(event)
    if (choice && isRecord(choice.delta)) this.#readDelta(choice.delta, chunks)
    if (error) this.failure = upstreamError(error, this.#errorContext('stream'))
    else if (choice) this.#readEnd(choice)
  }

  /** Reasoning before text: a delta that has both ends a thought and begins the answer. */
  #readDelta(delta: Record<string, unknown>, chunks: OpenRouterChunk[]): void {
    const before = chunks.length
    const { content, reasoning, reasoning_details: details, annotations } = delta
    if (!isReadable([details, annotations])) {
      this.failure = badData('The answer holds data that is nested too deep.')
      return
    }
    if (reasoning || Array.isArray(details)) this.#readReasoning(reasoning, details, chunks)
    if (typeof content === 'string' && content !== '') chunks.push({ type: 'text', text: content })
    if (delta.tool_calls) chunks.push(...this.#toolCalls.add(delta.tool_calls))
    if (annotations) {
      for (const annotation of recordsOf(annotations)) chunks.push({ type: 'annotation', annotation })
    }
    if (delta.images) readImages(delta.images, chunks)
    if (chunks.length > before) this.hasOutput = true
  }

  #readReasoning(reasoning: unknown, wireDetails: unknown, chunks: OpenRouterChunk[]): void {
    const details = recordsOf(wireDetails).filter(isDetail)
    for (const detail of details) addReasoningDetail(this.details, detail)
    const told = typeof reasoning === 'string' && reasoning !== '' ? reasoning : details.map(displayText).join('')
    const shown = this.#hidesReasoning || (this.model !== null && shouldSkipReasoningForModel(this.model)) ? '' : told
    if (shown === '' && details.length === 0) return
    const chunk: ReasoningChunk = { type: 'reasoning', reasoning: shown }
    if (details.length > 0) chunk.details = deepFreeze(details)
    chunks.push(chunk)
  }

  #readEnd(choice: Record<string, unknown>): void {
    const { finish_reason: reason, native_finish_reason: native, error } = choice
    if (this.#native === null && typeof native === 'string') this.#native = native
    if (error || reason === 'error') {
      this.failure = upstreamError(error ?? {}, { ...this.#errorContext('choice'), fallbackMessage: this.#native ?? undefined })
    } else if (this.#reason === null && typeof reason === 'string') this.#reason = reason
  }

  #errorContext(phase: 'stream' | 'choice') {
    return { phase, now: this.#now(), generationId: this.generationId, provider: this.provider }
  }
}

/** An answer that is not what the API sends. */
export function badData(upstreamMessage: string): OpenRouterError {
  return new OpenRouterError({ phase: 'bad_data', upstreamMessage, retryable: true })
}

/** An answer of which the end is missing. */
export function truncated(upstreamMessage: string): OpenRouterError {
  return new OpenRouterError({ phase: 'truncated', upstreamMessage, retryable: true })
}

/** A JSON body whose end, or all of it, did not come: it has no marks of length that would tell. */
function isCutOff(text: string): boolean {
  const start = text.trimStart()
  if (start === '') return true
  try {
    JSON.parse(start)
    return false
  } catch {
    return start.startsWith('{')
  }
}

function parseEvent(data: string): Record<string, unknown> | null {
  if (data.includes('"__proto__"') && prototypeKey.test(data)) return null
  try {
    const value: unknown = JSON.parse(data)
    return isRecord(value) ? value : null
  } catch {
    return null
  }
}

/** Choices beyond the first cannot occur: `n` is not supported. */
function firstChoice(event: Record<string, unknown>): Record<string, unknown> | null {
  const { choices } = event
  const choice: unknown = Array.isArray(choices) ? choices[0] : null
  return isRecord(choice) ? choice : null
}

function recordsOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : []
}

function isDetail(value: Record<string, unknown>): value is ReasoningDetail {
  return typeof value.type === 'string'
}

function readImages(images: unknown, chunks: OpenRouterChunk[]): void {
  for (const [position, image] of recordsOf(images).entries()) {
    const url = isRecord(image.image_url) ? image.image_url.url : null
    const index = typeof image.index === 'number' ? image.index : position
    if (typeof url === 'string' && url !== '') chunks.push({ type: 'image', url, index })
  }
}

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const inner of Object.values(value)) deepFreeze(inner)
  }
  return value
}
