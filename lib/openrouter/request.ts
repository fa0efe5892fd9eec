import { familyOfModel } from '../chat/model-family.ts'
import type { ReasoningEffort } from '../chat/turn-request.ts'
import type { ModelInfo } from './model-info.ts'
import { withCacheBreakpoints } from './prompt-cache.ts'
import { mergeRouting, type ProviderPreferences, routingFromSorting } from './provider-routing.ts'
import type { ReasoningDetail } from './reasoning-details.ts'
import { type ReasoningParameter, reasoningAndLimit } from './reasoning-request.ts'

/** A content part: text, image_url, input_audio, file, … https://openrouter.ai/docs/api_reference/parameters */
export interface ContentPart {
  type: string
  text?: string
  /** Marks the end of a prefix worth caching. */
  cache_control?: { type: 'ephemeral'; ttl?: string }
  [key: string]: unknown
}

export interface SystemRequestMessage {
  role: 'system'
  content: string | ContentPart[]
}

export interface UserRequestMessage {
  role: 'user'
  content: string | ContentPart[]
}

/** A tool call on an assistant message: id and argument string exactly as the upstream sent them. */
export interface RequestToolCall {
  id: string
  type: 'function'
  function: { name: string; arguments: string }
}

/** An earlier answer. `reasoning_details` stands beside `content`, as `finish.details` gave it; `reasoning` is never sent. */
export interface AssistantRequestMessage {
  role: 'assistant'
  /** `null` beside tool calls without text. */
  content: string | ContentPart[] | null
  tool_calls?: RequestToolCall[]
  reasoning_details?: ReasoningDetail[]
  annotations?: Record<string, unknown>[]
  images?: Record<string, unknown>[]
}

export interface ToolRequestMessage {
  role: 'tool'
  tool_call_id: string
  /** Files among the parts are moved behind the results by `prepareHistory`. */
  content: string | ContentPart[]
}

export type ChatRequestMessage = SystemRequestMessage | UserRequestMessage | AssistantRequestMessage | ToolRequestMessage

/** A function the model may call, or one of OpenRouter's server tools (`openrouter:web_search`, …). */
export interface ChatTool {
  type: string
  function?: { name: string; description?: string; parameters?: Record<string, unknown>; strict?: boolean | null }
  parameters?: Record<string, unknown>
}

/** Body of `POST /chat/completions`: what Steno sets by itself, and anything else the API knows. */
export interface ChatRequest {
  model: string
  messages: ChatRequestMessage[]
  stream: true
  models?: string[]
  tools?: ChatTool[]
  tool_choice?: unknown
  /** Most tokens of reasoning and answer together. */
  max_tokens?: number
  temperature?: number
  reasoning?: ReasoningParameter
  provider?: ProviderPreferences
  /** Keeps a conversation at one provider, so that its cache and signatures stay valid. Up to 256 characters. */
  session_id?: string
  plugins?: Record<string, unknown>[]
  /** What the answer may be made of; absent: text. https://openrouter.ai/docs/api_reference/parameters */
  modalities?: string[]
  [parameter: string]: unknown
}

export interface ChatRequestInput {
  model: string
  systemPrompt: string
  messages: readonly ChatRequestMessage[]
  tools?: readonly ChatTool[] | undefined
  info: ModelInfo
  providerSorting?: string | undefined
  reasoningEffort?: ReasoningEffort | undefined
  thinkingBudgetTokens?: number | undefined
  /** Merged last: its keys win; `provider` is merged key by key, its `order` put in front. */
  overrides?: Partial<ChatRequest> | undefined
}

/**
 * Builds the body of one call. Messages go out as given, except that cache breakpoints are set for models whose
 * prompt cache must be asked for. `max_tokens` is absent unless the caller or a thinking budget sets it, because
 * OpenRouter reserves credit for all of it.
 */
export function buildChatRequest(input: ChatRequestInput): ChatRequest {
  const { messages: overridingMessages, provider: overridingProvider, ...overrides } = input.overrides ?? {}
  const model = overrides.model ?? input.model
  const messages = overridingMessages ?? withSystemPrompt(input.systemPrompt, input.messages)
  const provider = mergeRouting(routingFromSorting(input.providerSorting), overridingProvider)
  const { reasoning, maxTokens } = reasoningAndLimit({
    effort: input.reasoningEffort,
    budgetTokens: input.thinkingBudgetTokens,
    maxTokens: overrides.max_tokens,
    info: input.info
  })
  const request: ChatRequest = {
    model,
    messages: withCacheBreakpoints(messages, model, input.info),
    stream: true,
    ...(input.tools && input.tools.length > 0 ? { tools: [...input.tools] } : {}),
    ...(reasoning ? { reasoning } : {}),
    ...(provider ? { provider } : {}),
    ...(input.info.outputModalities?.includes('image') ? { modalities: ['image', 'text'] } : {}),
    ...overrides
  }
  if (maxTokens !== undefined) request.max_tokens = maxTokens
  if (familyOfModel(model) === 'anthropic' && thinks(request.reasoning)) delete request.temperature
  return request
}

function withSystemPrompt(systemPrompt: string, messages: readonly ChatRequestMessage[]): ChatRequestMessage[] {
  return systemPrompt === '' ? [...messages] : [{ role: 'system', content: systemPrompt }, ...messages]
}

/** Anthropic refuses a temperature other than 1 while the model thinks. */
function thinks(reasoning: ReasoningParameter | undefined): boolean {
  return reasoning !== undefined && reasoning.effort !== 'none' && reasoning.enabled !== false
}
