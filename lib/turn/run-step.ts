import type { FileModality } from '../chat/media-type.ts'
import type { ReasoningSource } from '../chat/model-family.ts'
import { modelParameterNames, modelParameters } from '../chat/model-parameters.ts'
import { idBeside, isTemporary } from '../chat/temporary.ts'
import type { StreamTimeouts } from '../chat/timeouts.ts'
import type { TurnSettings } from '../chat/turn-request.ts'
import type { GenerationOutcome, NewGeneration } from '../db/ledger.ts'
import type { EndedStep } from '../db/turns.ts'
import { assertNever } from '../errors.ts'
import { answeringModel } from '../openrouter/answering-model.ts'
import { OpenRouterHandler } from '../openrouter/handler.ts'
import { mergeRouting, preferencesOf } from '../openrouter/provider-routing.ts'
import { loadProviders } from '../openrouter/providers.ts'
import { prepareHistory, providerPin, reasoningSourceOf, type HistoryMessage as WireHistory } from '../openrouter/replay.ts'
import type { ChatRequest } from '../openrouter/request.ts'
import { findTool, toolsFor } from '../tools/registry.ts'
import type { AnswerRoom } from './answer-room.ts'
import { AttemptLedger } from './attempt-ledger.ts'
import { modelInfoOf } from './catalogue.ts'
import type { CostCap } from './cost-cap.ts'
import { endByError } from './end-of-turn.ts'
import { detailsOf } from './history.ts'
import { type AnswerSoFar, judgeAnswer, type RunnableCall, wireMessage } from './judge-answer.ts'
import { keepImage, type StepChunk } from './keep-image.ts'
import type { TurnInput } from './run-turn.ts'
import type { FailedEnd } from './to-failure.ts'
import { StepChunks } from './to-ui-chunks.ts'

export interface StepInput extends TurnInput {
  /** Everything before this step, as stored. */
  history: readonly WireHistory[]
  /** The step before, whose reasoning is bound to who served it. */
  previous: EndedStep | null
  /** Ledger row of the first attempt; on disk. */
  generation: NewGeneration
  /** 0, 1, 2 … within the turn. */
  position: number
  cap: CostCap | null
  /** What is left of it for this step. */
  room: AnswerRoom
  timeouts: StreamTimeouts
  /** Called once per step, with the time since the turn's start. */
  onFirstToken(timeToFirstTokenMs: number): void
}

export interface StepResult {
  /** `null`: the step came to its proper end and the turn may go on. */
  end: FailedEnd | null
  row: EndedStep
  settle: { id: string; outcome: Partial<GenerationOutcome> }
  calls: RunnableCall[]
  finishReason: string | null
  /** What of its reasoning later requests can carry. */
  reasoning: ReasoningSource | null
  /** The upstream refused earlier reasoning; the answer was made without. */
  reasoningWithheld: boolean
  /** Ledger rows without a cost that OpenRouter can still be asked about. */
  pendingGenerations: string[]
}

/** One upstream call: writes down what it says, returns what it came to. Never throws for the upstream's sake. */
export async function runStep(input: StepInput): Promise<StepResult> {
  const ledger = new AttemptLedger(input.generation)
  // A tool loop is finished by the model that began it: its reasoning is nobody else's.
  const model = input.previous?.model ?? input.settings.model
  const handler = openHandler(input, model, ledger, await requestOf(input, model))
  const chunks = new StepChunks({
    position: input.position,
    startedAt: performance.now(),
    newId: () => idBeside(input.messageId),
    titleOf: name => findTool(name)?.title
  })
  const seen: AnswerSoFar = { text: '', annotations: [], images: 0, finish: null, usage: null }
  let end: FailedEnd | null = null
  let first = true
  try {
    const tools = toolsFor(input.settings.tools).map(tool => ({
      type: 'function' as const,
      function: { name: tool.name, description: tool.description, parameters: tool.jsonSchema }
    }))
    const messages = prepareHistory({ messages: input.history, model })
    const systemPrompt = input.settings.systemPrompt ?? ''
    input.cap?.beginStep({ systemPrompt, messages, tools })
    for await (const wireChunk of handler.createMessage(systemPrompt, messages, tools)) {
      const chunk = input.room.fit(wireChunk.type === 'image' ? await keepImage(input, wireChunk) : wireChunk)
      const now = performance.now()
      remember(seen, chunk)
      input.cap?.saw(chunk)
      const entries = chunks.map(chunk, now)
      if (first && entries.length > 0) {
        first = false
        ledger.timeToFirstTokenMs = Math.round(now - ledger.startedAt)
        const timeToFirstTokenMs = Math.round(now - input.startedAt)
        input.onFirstToken(timeToFirstTokenMs)
        if (input.position === 0)
          input.journal.add({ kind: 'chunk', chunk: { type: 'message-metadata', messageMetadata: { timeToFirstTokenMs } } })
      }
      for (const entry of entries) input.journal.add(entry)
      input.room.check(handler.lastGenerationId)
    }
  } catch (error) {
    end = endByError(error, input)
    ledger.error = error
  }
  for (const chunk of chunks.close(performance.now())) input.journal.add({ kind: 'chunk', chunk })
  const calls: RunnableCall[] = []
  if (seen.finish && end === null) end = judgeAnswer(seen, seen.finish, index => chunks.callId(index), calls)
  const partial = handler.partial
  await ledger.written
  const answeredBy = answeringModel(partial.model, model, fallbacksOf(input, model))
  const outcome = {
    openRouterId: handler.lastGenerationId,
    servedModel: partial.model,
    provider: partial.provider,
    finishReason: seen.finish?.reason ?? null,
    nativeFinishReason: seen.finish?.native ?? null,
    errorCode: end?.failure?.code ?? null
  }
  const settle = ledger.settle(seen.usage ?? partial.usage, outcome, modelInfoOf(input.upstream.upstream, answeredBy))
  const wireCalls = seen.finish?.toolCalls ?? partial.toolCalls
  const wire = wireMessage(seen, seen.finish?.details ?? partial.details, wireCalls)
  return {
    end,
    row: {
      messageId: input.messageId,
      position: input.position,
      wire: JSON.stringify(wire),
      model: answeredBy,
      provider: partial.provider,
      generationId: handler.lastGenerationId,
      ended: seen.finish !== null && end === null,
      toolCalls: calls.map((call, position) => ({
        id: call.toolCallId,
        position,
        wireId: call.wire.id,
        name: call.wire.name,
        arguments: call.wire.arguments
      }))
    },
    settle,
    calls,
    finishReason: seen.finish?.reason ?? null,
    reasoning: reasoningSourceOf(wire, answeredBy),
    reasoningWithheld: handler.reasoningWithheld,
    pendingGenerations: ledger.pending
  }
}

function remember(seen: AnswerSoFar, chunk: StepChunk): void {
  switch (chunk.type) {
    case 'text':
      seen.text += chunk.text
      break
    case 'annotation':
      seen.annotations.push(chunk.annotation)
      break
    case 'image':
      if (chunk.url !== '') seen.images += 1
      break
    case 'usage':
      seen.usage = chunk
      break
    case 'finish':
      seen.finish = chunk
      break
    case 'reasoning':
    case 'tool_calls':
      break
    default:
      assertNever(chunk)
  }
}

/** What the handler's own options do not say. A continuation goes back to the provider that its reasoning is bound to. */
async function requestOf(input: StepInput, model: string): Promise<Partial<ChatRequest>> {
  const { settings, previous, upstream, conversationId } = input
  const providers = settings.routing || previous ? await providersOf(upstream) : []
  const pin = previous ? providerPin({ provider: previous.provider, providers, details: detailsOf(previous.wire) }) : undefined
  const provider = mergeRouting(settings.routing && preferencesOf(settings.routing, providers), pin)
  const models = fallbacksOf(input, model)
  return {
    session_id: conversationId,
    ...(models.length > 0 ? { models } : {}),
    ...(provider ? { provider } : {}),
    ...parametersOf(settings)
  }
}

/** Those that were set, in the API's names. */
function parametersOf(settings: TurnSettings): Partial<ChatRequest> {
  return Object.fromEntries(
    modelParameterNames.flatMap(name => (settings[name] === undefined ? [] : [[modelParameters[name].wire, settings[name]]]))
  )
}

/** Those that can read what is sent: one that cannot would refuse it when its turn comes. */
function fallbacksOf({ settings, history, upstream }: StepInput, model: string): string[] {
  const needed = modalitiesOf(history)
  return (settings.fallbackModels ?? []).filter(fallback => {
    const { inputModalities } = modelInfoOf(upstream.upstream, fallback)
    return fallback !== model && (!inputModalities || needed.every(modality => inputModalities.includes(modality)))
  })
}

/** A PDF is left out: OpenRouter reads it out to models that cannot. */
function modalitiesOf(history: StepInput['history']): FileModality[] {
  const types = history.flatMap(({ content }) => (Array.isArray(content) ? content.map(part => part.type) : []))
  return [...(types.includes('image_url') ? ['image' as const] : []), ...(types.includes('input_audio') ? ['audio' as const] : [])]
}

/** Without the list the pin is spelled from the display name, which is right for most. */
async function providersOf({ baseUrl, apiKey }: StepInput['upstream']) {
  return loadProviders({ baseUrl, apiKey }).catch(() => [])
}

function openHandler(input: StepInput, model: string, ledger: AttemptLedger, request: Partial<ChatRequest>): OpenRouterHandler {
  const { settings, upstream } = input
  return new OpenRouterHandler({
    openRouterApiKey: upstream.apiKey,
    openRouterModelId: model,
    baseUrl: upstream.baseUrl,
    openRouterModelInfo: modelInfoOf(upstream.upstream, model),
    signal: input.signal,
    onCall: () => ledger.call(input.signal),
    onGenerationId: openRouterId => {
      // Of a temporary chat nothing is journalled: only the row itself can lead to its cost after a crash.
      if (isTemporary(input.messageId)) ledger.name(openRouterId)
      else input.journal.add({ kind: 'generation', generationId: ledger.currentId, openRouterId })
    },
    onRetryAttempt: error => ledger.retry(error),
    beforeRead: () => input.journal.readAgain(),
    request,
    timeouts: input.timeouts,
    ...(settings.reasoningEffort === undefined ? {} : { reasoningEffort: settings.reasoningEffort }),
    ...(settings.thinkingBudgetTokens === undefined ? {} : { thinkingBudgetTokens: settings.thinkingBudgetTokens })
  })
}
