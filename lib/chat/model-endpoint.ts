/** One provider's offer of a model, as OpenRouter lists it now. Prices are dollars per million tokens; `null` is unknown. */
export interface ModelEndpoint {
  /** What `routing` names it by: the provider's slug, with its variant where the provider has several ("deepinfra/fp8"). */
  tag: string
  /** The provider's display name, as answers carry it. */
  provider: string
  /** Tokens. */
  contextWindow: number | null
  /** Most tokens of one answer. */
  maxTokens: number | null
  inputPrice: number | null
  outputPrice: number | null
  cacheReadPrice: number | null
  cacheWritePrice: number | null
  /** "fp8", "int4"; `null` when the provider does not say. */
  quantization: string | null
  /** Per cent of the last half hour, and what half of its calls took then. */
  uptime: number | null
  latencyMs: number | null
  tokensPerSecond: number | null
  /** The API's names: "temperature", "top_p", … */
  supportedParameters: string[]
}

/** Answer of `GET /api/models/endpoints`. */
export interface ModelEndpoints {
  model: string
  endpoints: ModelEndpoint[]
  /** ISO 8601: when OpenRouter was last asked with success. */
  fetchedAt: string
  /** The last attempt failed and these are older. */
  stale: boolean
}
