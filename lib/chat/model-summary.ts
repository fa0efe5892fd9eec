import type { ModelParameterName } from './model-parameters.ts'

/** One row of the model picker, from the cached catalogue. Prices are dollars per million tokens; `null` is unknown. */
export interface ModelSummary {
  id: string
  name: string
  /** Tokens; `null` when the catalogue does not say. */
  contextWindow: number | null
  /** Most tokens of one answer. */
  maxTokens: number | null
  inputPrice: number | null
  outputPrice: number | null
  cacheReadPrice: number | null
  cacheWritePrice: number | null
  /** "text", "image", "file", "audio", "video". */
  inputModalities: string[]
  outputModalities: string[]
  supportsTools: boolean
  supportsReasoning: boolean
  /** Takes a budget of thinking tokens. */
  supportsThinkingBudget: boolean
  /** Empty: any effort, or none is named. */
  supportedEfforts: string[]
  reasoningMandatory: boolean
  /** Numbers that a request may set; `null` when the catalogue does not say. */
  parameters: ModelParameterName[] | null
  /** ISO date after which the model is gone. */
  expiresAt: string | null
}

export interface ModelCatalogue {
  upstream: 'demo' | 'openrouter'
  models: ModelSummary[]
  /** ISO 8601: when OpenRouter was last asked with success. */
  fetchedAt: string | null
  /** The last attempt failed and these are older rows. */
  stale: boolean
}
