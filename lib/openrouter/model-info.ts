import { type ModelParameterName, modelParameterNames, modelParameters } from '../chat/model-parameters.ts'
import type { ModelRecord } from './wire.ts'

/** What the handler knows of a model. Prices are US dollars per million tokens; absent means unknown. */
export interface ModelInfo {
  /** Tokens. */
  contextWindow?: number
  /** Most tokens of one answer, reasoning included. */
  maxTokens?: number
  inputPrice?: number
  outputPrice?: number
  cacheReadsPrice?: number
  cacheWritesPrice?: number
  supportsPromptCache: boolean
  supportsImages?: boolean
  supportsReasoning?: boolean
  /** The model cannot be told not to think. */
  reasoningMandatory?: boolean
  /** Efforts the model knows; absent: any. */
  supportedEfforts?: string[]
  /** The model takes a budget of thinking tokens. */
  supportsThinkingBudget?: boolean
  supportsTools?: boolean
  /** Numbers that a request may set; absent: the catalogue does not say. */
  parameters?: ModelParameterName[]
  inputModalities?: string[]
  outputModalities?: string[]
  name?: string
  /** The dated slug by which answers name it. */
  canonicalSlug?: string
  description?: string
  /** Higher prices for long prompts; for display, the bill comes from `usage`. */
  priceTiers?: PriceTier[]
}

export interface PriceTier {
  /** Prompt tokens from which these prices hold. */
  minPromptTokens: number
  inputPrice?: number
  outputPrice?: number
}

/** For ids that the catalogue does not have: nothing is assumed of them. */
export const unknownModelInfo: ModelInfo = { supportsPromptCache: false }

/** Maps a catalogue entry (https://openrouter.ai/docs/api-reference/list-available-models). */
export function toModelInfo(record: ModelRecord): ModelInfo {
  const { architecture, pricing, reasoning, top_provider: topProvider } = record
  const parameters = record.supported_parameters ?? []
  const supportsReasoning = Boolean(reasoning) || parameters.includes('reasoning')
  const budgetByFamily = supportsReasoning && /^~?(anthropic|google)\//.test(record.id)
  const tiers = (pricing?.overrides ?? []).flatMap(toPriceTier)
  return {
    ...known('contextWindow', topProvider?.context_length ?? record.context_length),
    ...known('maxTokens', topProvider?.max_completion_tokens),
    ...known('inputPrice', perMillion(pricing?.prompt)),
    ...known('outputPrice', perMillion(pricing?.completion)),
    ...known('cacheReadsPrice', perMillion(pricing?.input_cache_read)),
    ...known('cacheWritesPrice', perMillion(pricing?.input_cache_write)),
    supportsPromptCache: perMillion(pricing?.input_cache_read) !== undefined,
    supportsImages: architecture?.input_modalities?.includes('image') ?? false,
    supportsReasoning,
    reasoningMandatory: reasoning?.mandatory ?? false,
    ...known('supportedEfforts', reasoning?.supported_efforts),
    supportsThinkingBudget: reasoning?.supports_max_tokens ?? budgetByFamily,
    supportsTools: parameters.includes('tools'),
    ...known('parameters', record.supported_parameters && parametersAmong(record.supported_parameters)),
    ...known('inputModalities', architecture?.input_modalities),
    ...known('outputModalities', architecture?.output_modalities),
    ...known('name', record.name),
    ...known('canonicalSlug', record.canonical_slug),
    ...known('description', record.description),
    ...(tiers.length > 0 ? { priceTiers: tiers } : {})
  }
}

/**
 * Grok 4 streams a placeholder ("Thinking…") instead of its reasoning, which stays encrypted. Its details are kept;
 * only the display is skipped. Its successors send real summaries.
 */
export function shouldSkipReasoningForModel(model: string): boolean {
  return /^(x-ai|xai)\/grok-4(-\d{2}-\d{2})?(:\w+)?$/.test(model)
}

function parametersAmong(supported: readonly string[]): ModelParameterName[] {
  return modelParameterNames.filter(
    name => supported.includes(modelParameters[name].wire) || (name === 'maxTokens' && supported.includes('max_completion_tokens'))
  )
}

/** A decimal string per token, as dollars per million; a router's "-1" and anything odd are unknown. */
export function perMillion(price: string | number | null | undefined): number | undefined {
  if (price === null || price === undefined || price === '') return undefined
  const dollars = Number(price)
  // Twelve digits undo the binary noise of the multiplication: 0.0000011 * 1e6 is 1.0999999999999999.
  return Number.isFinite(dollars) && dollars >= 0 ? Number((dollars * 1e6).toPrecision(12)) : undefined
}

function toPriceTier(override: Record<string, unknown>): PriceTier[] {
  const { min_prompt_tokens: minPromptTokens, prompt, completion } = override
  if (typeof minPromptTokens !== 'number') return []
  return [{ minPromptTokens, ...known('inputPrice', priceOf(prompt)), ...known('outputPrice', priceOf(completion)) }]
}

function priceOf(value: unknown): number | undefined {
  return typeof value === 'string' || typeof value === 'number' ? perMillion(value) : undefined
}

/** `{[key]: value}`, or nothing when there is no value: an absent key and `undefined` are not the same. */
function known<Key extends string, Value>(key: Key, value: Value | null | undefined): { [name in Key]?: Value } {
  return value === null || value === undefined ? {} : ({ [key]: value } as { [name in Key]?: Value })
}
