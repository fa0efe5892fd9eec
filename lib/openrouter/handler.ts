import { defaultTimeouts, type StreamTimeouts } from '../chat/timeouts.ts'
import type { ReasoningEffort } from '../chat/turn-request.ts'
import { AnswerAssembler } from './answer-assembler.ts'
import type { OpenRouterChunk, UsageChunk } from './chunks.ts'
import { type Clock, systemClock, untilAborted, withinTime } from './clock.ts'
import { OpenRouterError } from './errors.ts'
import { fetchGeneration } from './generation.ts'
import { type Endpoint, type Fetch, openRouterBaseUrl } from './http.ts'
import { type ModelInfo, unknownModelInfo } from './model-info.ts'
import { cachedModelInfo, loadModels } from './models.ts'
import { readAnswer } from './read-answer.ts'
import type { ReasoningDetail } from './reasoning-details.ts'
import { blamesReasoningDetails, withoutReasoningDetails } from './replay.ts'
import { buildChatRequest, type ChatRequest, type ChatRequestMessage, type ChatTool } from './request.ts'
import { retryDelayMs } from './retry.ts'
import type { WireToolCall } from './tool-calls.ts'

export interface OpenRouterHandlerOptions {
  openRouterApiKey: string
  /** `author/model`, e.g. `anthropic/claude-sonnet-4.5`. */
  openRouterModelId: string
  /** Wins over the catalogue. */
  openRouterModelInfo?: ModelInfo | undefined
  /** `"anthropic,openai"` prefers, `"google"` restricts, `"price"` sorts. See `routingFromSorting`. */
  openRouterProviderSorting?: string | undefined
  reasoningEffort?: ReasoningEffort | undefined
  /** Tokens to think with; wins over the effort. */
  thinkingBudgetTokens?: number | undefined
  /** Before each wait. `error.usage` is what the failed attempt reported, `error.generationId` what to look its bill up with. */
  onRetryAttempt?: ((error: OpenRouterError, attempt: number, maxRetries: number, delayMs: number) => void) | undefined
  /** Awaited before each attempt's request goes out; after an abort none does. */
  onCall?: (() => Promise<void>) | undefined
  /** Retries of a call that has put nothing out yet; 2. */
  maxRetries?: number | undefined
  /** Once per attempt, as soon as the headers of a 200 (or else the first event) name the generation. */
  onGenerationId?: ((generationId: string) => void) | undefined
  /**
   * Asked before each network read once something was put out: reading waits for the promise. For a caller that shows text
   * at intervals: one read for each of them costs less than one for each token.
   */
  beforeRead?: (() => Promise<void> | null) | undefined
  baseUrl?: string | undefined
  fetch?: Fetch | undefined
  /** Ends the call; it then throws the signal's reason. */
  signal?: AbortSignal | undefined
  clock?: Clock | undefined
  /** Any other request parameter; merged last. */
  request?: Partial<ChatRequest> | undefined
  timeouts?: Partial<StreamTimeouts> | undefined
}

/** What was assembled of an answer, finished or not. */
export interface PartialAnswer {
  details: ReasoningDetail[]
  /** Argument strings may be cut: never run one of these unless the answer finished. */
  toolCalls: WireToolCall[]
  usage: UsageChunk | null
  generationId: string | null
  model: string | null
  provider: string | null
}

/** Before each of the four questions for a bill, in milliseconds. */
const usageAttemptDelaysMs = [500, 250, 500, 1000]
const usageAnswerMs = 5000
/** A first message waits this long for the catalogue, then goes on without. */
const catalogueMs = 5000

/**
 * One call of a model through OpenRouter, in plain Node: no app, no database.
 *
 * ```ts
 * const handler = new OpenRouterHandler({ openRouterApiKey, openRouterModelId: 'anthropic/claude-sonnet-4.5' })
 * for await (const chunk of handler.createMessage('Be brief.', [{ role: 'user', content: 'Hello' }])) …
 * ```
 *
 * One instance serves one step of one turn: `lastGenerationId` and `partial` speak of its latest call.
 * How the wire behaves, and why each rule is there: docs/wire.md.
 */
export class OpenRouterHandler {
  readonly #options: OpenRouterHandlerOptions
  readonly #endpoint: Endpoint & { apiKey: string }
  readonly #clock: Clock
  readonly #timeouts: StreamTimeouts
  readonly #maxRetries: number
  #answer: AnswerAssembler | null = null
  #reasoningWithheld = false

  constructor(options: OpenRouterHandlerOptions) {
    this.#options = options
    this.#endpoint = { baseUrl: options.baseUrl ?? openRouterBaseUrl, apiKey: options.openRouterApiKey, fetch: options.fetch }
    this.#clock = options.clock ?? systemClock
    this.#timeouts = { ...defaultTimeouts, ...options.timeouts }
    this.#maxRetries = options.maxRetries ?? 2
  }

  /** Id of the latest attempt's generation, from its header or its first event. */
  get lastGenerationId(): string | null {
    return this.#answer?.generationId ?? null
  }

  /** The last call went out a second time without reasoning details, because the upstream refused those it got. */
  get reasoningWithheld(): boolean {
    return this.#reasoningWithheld
  }

  /** What the latest attempt has assembled; for a caller that caught an error or stopped reading. Makes copies: not per chunk. */
  get partial(): PartialAnswer {
    const answer = this.#answer
    return {
      details: answer?.details.map(detail => ({ ...detail })) ?? [],
      toolCalls: answer?.toolCalls ?? [],
      usage: answer?.usage ?? null,
      generationId: this.lastGenerationId,
      model: answer?.model ?? null,
      provider: answer?.provider ?? null
    }
  }

  /** Never fetches: explicit info, else the cached catalogue (which `createMessage` fills), else the unknown model. */
  getModel(): { id: string; info: ModelInfo } {
    const { openRouterModelId: id, openRouterModelInfo: info } = this.#options
    return { id, info: info ?? cachedModelInfo(this.#endpoint.baseUrl, id) ?? unknownModelInfo }
  }

  /**
   * Sends one request and yields its answer piece by piece; an answer that ended well ends with `usage` and `finish`.
   * Throws `OpenRouterError`, or the signal's reason after an abort; what came before stays valid and is in `partial`.
   * Retries by itself while nothing was put out. https://openrouter.ai/docs/api_reference/streaming
   */
  async *createMessage(
    systemPrompt: string,
    messages: readonly ChatRequestMessage[],
    tools?: readonly ChatTool[]
  ): AsyncGenerator<OpenRouterChunk, void, undefined> {
    const { signal } = this.#options
    signal?.throwIfAborted()
    this.#reasoningWithheld = false
    let request = await this.#buildRequest(systemPrompt, messages, tools)
    for (let retries = 0; ; ) {
      const answer = new AnswerAssembler(request.model, this.#clock.now)
      this.#answer = answer
      try {
        await this.#options.onCall?.()
        signal?.throwIfAborted()
        for await (const chunks of readAnswer(this.#callOf(request), answer)) {
          for (const chunk of chunks) {
            signal?.throwIfAborted()
            yield chunk
          }
        }
        yield* this.#endOf(answer)
        return
      } catch (error) {
        signal?.throwIfAborted()
        if (!(error instanceof OpenRouterError)) throw error
        const retry = answer.hasOutput ? null : this.#planRetry(request, error, retries + 1)
        if (!retry) {
          for (const annotation of error.fileAnnotations ?? []) yield { type: 'annotation', annotation }
          if (answer.usage) yield answer.usage
          throw error
        }
        retries += 1
        error.usage = answer.usage
        this.#options.onRetryAttempt?.(error, retries, this.#maxRetries, retry.delayMs)
        // An abort in the wait ends an attempt that never was: the failed one's id and usage are spoken for.
        this.#answer = null
        if (retry.delayMs > 0) await this.#clock.sleep(retry.delayMs, signal)
        request = retry.request
      }
    }
  }

  /**
   * Asks the generation endpoint for tokens and cost of the latest call, four times within some seconds. For an answer
   * that ended without them; after an abort or an error only the caller knows whether it is worth the wait. Returns
   * `undefined`, never zeros, when the bill is not there: it can take minutes.
   * https://openrouter.ai/docs/api-reference/get-a-generation
   */
  async getApiStreamUsage({ signal }: { signal?: AbortSignal } = {}): Promise<UsageChunk | undefined> {
    const generationId = this.lastGenerationId
    if (generationId === null) return undefined
    for (const delayMs of usageAttemptDelaysMs) {
      await this.#clock.sleep(delayMs, signal)
      const result = await withinTime(this.#clock, usageAnswerMs, fetchGeneration({ ...this.#endpoint, generationId, signal }))
      signal?.throwIfAborted()
      if (result?.state === 'found') return result.usage
      if (result?.state === 'refused') return undefined
    }
    return undefined
  }

  async #buildRequest(
    systemPrompt: string,
    messages: readonly ChatRequestMessage[],
    tools: readonly ChatTool[] | undefined
  ): Promise<ChatRequest> {
    const { openRouterModelInfo, openRouterProviderSorting, reasoningEffort, thinkingBudgetTokens, request } = this.#options
    if (!openRouterModelInfo) await this.#fillCatalogue()
    const { id, info } = this.getModel()
    return buildChatRequest({
      model: id,
      systemPrompt,
      messages,
      tools,
      info,
      providerSorting: openRouterProviderSorting,
      reasoningEffort,
      thinkingBudgetTokens,
      overrides: request
    })
  }

  /** Best effort: without the catalogue an answer is as good, only its limits are not known beforehand. */
  async #fillCatalogue(): Promise<void> {
    const loading = loadModels(this.#endpoint, this.#clock.now).catch(() => null)
    await untilAborted(withinTime(this.#clock, catalogueMs, loading), this.#options.signal)
  }

  #callOf(request: ChatRequest) {
    const { onGenerationId, beforeRead, signal } = this.#options
    return {
      endpoint: { ...this.#endpoint, signal },
      request,
      clock: this.#clock,
      timeouts: this.#timeouts,
      onGenerationId: (generationId: string) => onGenerationId?.(generationId),
      beforeRead
    }
  }

  async *#endOf(answer: AnswerAssembler): AsyncGenerator<OpenRouterChunk, void, undefined> {
    const { signal } = this.#options
    yield* answer.closeToolCalls()
    const usage = answer.usage ?? (await this.getApiStreamUsage(signal ? { signal } : {}))
    if (usage) yield usage
    yield answer.finish()
  }

  /** What to send after a failure, and when; `null` when the failure is for the caller. */
  #planRetry(request: ChatRequest, error: OpenRouterError, retry: number): { request: ChatRequest; delayMs: number } | null {
    const stripped = this.#reasoningWithheld || !blamesReasoningDetails(error) ? null : withoutReasoningDetails(request)
    if (stripped) {
      this.#reasoningWithheld = true
      return { request: stripped, delayMs: 0 }
    }
    const delayMs = retryDelayMs(error, retry, this.#maxRetries)
    return delayMs === null ? null : { request, delayMs }
  }
}
