import { isDeepStrictEqual } from 'node:util'
import { familyOfDetails, familyOfModel, type ReasoningSource, readsReasoningOf } from '../chat/model-family.ts'
import type { OpenRouterError } from './errors.ts'
import { type ListedProvider, type ProviderPreferences, slugOfProvider } from './provider-routing.ts'
import { isSigned, type ReasoningDetail } from './reasoning-details.ts'
import type { AssistantRequestMessage, ChatRequest, ChatRequestMessage, RequestToolCall, ToolRequestMessage } from './request.ts'
import { moveToolResultFiles } from './tool-result-files.ts'

/** A stored message; an assistant's says which model it was asked of (the requested slug, not the dated one of the answer). */
export type HistoryMessage = ChatRequestMessage & { sourceModel?: string | null }

export interface History {
  messages: readonly HistoryMessage[]
  /** The model that will read them. */
  model: string
}

/**
 * Prepares stored messages for one request. Only the request is changed, never what is stored, so that a model gets
 * its own reasoning back after others had their turn:
 *
 * - reasoning details go to the family that can verify them, plain ones to the model that wrote them;
 * - Anthropic's blocks without a signature (a turn that was cut) stay behind, as it refuses them;
 * - OpenAI's and Anthropic's stay behind when nothing came after them, as they refuse those too;
 * - tool calls without a result are dropped, and what belongs to them;
 * - files in tool results follow them in a user message;
 * - Gemini 3 wants a signature on each step's first tool call; calls that never had one get the documented stand-in.
 */
export function prepareHistory({ messages, model }: History): ChatRequestMessage[] {
  const prepared: ChatRequestMessage[] = []
  for (const [position, message] of messages.entries()) {
    // Results travel with the step they belong to.
    if (message.role === 'assistant') prepared.push(...prepareStep(message, resultsAfter(messages, position), model))
    else if (message.role !== 'tool') prepared.push(message)
  }
  return moveToolResultFiles(prepared)
}

/** The tool messages that follow at once; anywhere else they answer nothing. */
function resultsAfter(messages: readonly HistoryMessage[], position: number): ToolRequestMessage[] {
  const results: ToolRequestMessage[] = []
  for (const message of messages.slice(position + 1)) {
    if (message.role !== 'tool') break
    results.push(message)
  }
  return results
}

function prepareStep(
  step: AssistantRequestMessage & { sourceModel?: string | null },
  toolMessages: readonly ToolRequestMessage[],
  model: string
): ChatRequestMessage[] {
  const { sourceModel = null, tool_calls: calls = [], reasoning_details: details = [], ...rest } = step
  const { answered, unanswered, results } = matchResults(calls, toolMessages)
  const kept = replayable(details, sourceModel, model).filter(detail => !unanswered.some(({ id }) => id === detail.id))
  const isBare = answered.length === 0 && !rest.content?.length && !rest.images?.length
  // Reasoning that led to a dropped call has nothing left to stand before.
  if (isBare && (unanswered.length > 0 || kept.length === 0 || needsFollower(kept))) return []
  const [firstCall] = answered
  const lacksSignature = firstCall !== undefined && isGemini3(model) && !kept.some(isGeminiSignature)
  const sent = lacksSignature ? [signatureStandIn(firstCall), ...kept] : kept
  return [
    {
      ...rest,
      content: answered.length > 0 ? rest.content : (rest.content ?? ''),
      ...(answered.length > 0 ? { tool_calls: answered } : {}),
      ...(sent.length > 0 ? { reasoning_details: sent } : {})
    },
    ...results
  ]
}

/** Pairs calls and results of one step by id; some upstreams use the same ids in every step. */
function matchResults(calls: readonly RequestToolCall[], toolMessages: readonly ToolRequestMessage[]) {
  const open = [...calls]
  const results = toolMessages.filter(({ tool_call_id: id }) => {
    const position = open.findIndex(call => call.id === id)
    if (position !== -1) open.splice(position, 1)
    return position !== -1
  })
  return { answered: calls.filter(call => !open.includes(call)), unanswered: open, results }
}

function replayable(details: readonly ReasoningDetail[], sourceModel: string | null, model: string): ReasoningDetail[] {
  if (!readsReasoningOf(model, { model: sourceModel, family: familyOfDetails(details) })) return []
  return details.filter(detail => !isUnsignedAnthropic(detail))
}

/** What of an assistant's message tells whether its reasoning can be sent again. */
type AnsweredStep = { readonly [Key in 'reasoning_details' | 'tool_calls' | 'images']?: Readonly<AssistantRequestMessage[Key]> } & {
  content: AssistantRequestMessage['content']
}

/** Where an answer's reasoning comes from; `null` when nothing of it can ever go back. */
export function reasoningSourceOf(step: AnsweredStep, model: string): ReasoningSource | null {
  const kept = (step.reasoning_details ?? []).filter(detail => !isUnsignedAnthropic(detail))
  const leadsNowhere = needsFollower(kept) && !step.content?.length && !step.tool_calls?.length && !step.images?.length
  return kept.length === 0 || leadsNowhere ? null : { model, family: familyOfDetails(kept) }
}

/**
 * Whether who made it refuses a thought at the end of a message: OpenAI wants the item that followed, Anthropic no `thinking` as its final
 * block (https://github.com/tailcallhq/forgecode/issues/2107).
 */
function needsFollower(details: readonly ReasoningDetail[]): boolean {
  const family = familyOfDetails(details)
  return family === 'openai' || family === 'anthropic'
}

function isUnsignedAnthropic(detail: ReasoningDetail): boolean {
  return detail.type === 'reasoning.text' && detail.format === 'anthropic-claude-v1' && !isSigned(detail)
}

function isGemini3(model: string): boolean {
  if (familyOfModel(model) !== 'google' || !model.includes('gemini')) return false
  const version = /gemini-(\d+)/.exec(model)?.[1]
  return version === undefined || Number(version) >= 3
}

function isGeminiSignature(detail: ReasoningDetail): boolean {
  return detail.format === 'google-gemini-v1' && (detail.type === 'reasoning.encrypted' || isSigned(detail))
}

/** Google's own value for calls that another model made: https://ai.google.dev/gemini-api/docs/thought-signatures */
function signatureStandIn(call: RequestToolCall): ReasoningDetail {
  return { type: 'reasoning.encrypted', data: 'skip_thought_signature_validator', id: call.id, format: 'google-gemini-v1', index: 0 }
}

const blame =
  /thought.?signature|invalid `?signature|encrypted content .* could not be verified|item with id 'rs_.*not found|without its required following item|final block in an assistant message cannot be|reasoning_details/is

/** Whether a request was refused because of the reasoning details in it: one that goes out without them may pass. */
export function blamesReasoningDetails(error: OpenRouterError): boolean {
  return error.code === 400 && blame.test(`${error.upstreamMessage}\n${JSON.stringify(error.body)}`)
}

/** The request without any reasoning details but the stand-ins that Gemini 3 wants; `null` when it has none. */
export function withoutReasoningDetails(request: ChatRequest): ChatRequest | null {
  const messages = request.messages.map(message => {
    if (message.role !== 'assistant') return message
    const { reasoning_details: _withheld, ...rest } = message
    const [firstCall] = rest.tool_calls ?? []
    return firstCall && isGemini3(request.model) ? { ...rest, reasoning_details: [signatureStandIn(firstCall)] } : rest
  })
  return isDeepStrictEqual(messages, request.messages) ? null : { ...request, messages }
}

export interface PinInput {
  /** Display name of the provider that answered, as the chunks have it. */
  provider: string | null
  /** Names and slugs from `GET /providers`. */
  providers: readonly ListedProvider[]
  /** Of the answer that is to be continued. */
  details: readonly ReasoningDetail[]
}

/**
 * Routing for the continuation of a tool turn: its details are bound to the provider that made them. Google's and
 * OpenAI's fail at any other one, so they are not allowed to fall back. Merge it into the request as `provider`.
 */
export function providerPin({ provider, providers, details }: PinInput): ProviderPreferences | undefined {
  if (provider === null || provider === '') return undefined
  const { slug, isListed } = slugOfProvider(provider, providers)
  const family = familyOfDetails(details)
  // A guessed slug may be wrong, and a wrong one without fallbacks would end the turn.
  const isBound = isListed && (family === 'google' || family === 'openai')
  return { order: [slug], allow_fallbacks: !isBound }
}
