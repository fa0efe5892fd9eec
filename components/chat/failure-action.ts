/** A page of OpenRouter's where the cause can be removed. */
export type UpstreamPage = 'credits' | 'keys' | 'privacy' | 'guardrails'

/** A next step that a failure card offers. */
export type FailureAction =
  | { type: 'retry' }
  /** The same once more, without the effort that was chosen. */
  | { type: 'think' }
  | { type: 'continue' }
  | { type: 'edit' }
  | { type: 'model'; label: 'Other model' | 'Cheaper model' | 'Larger model' }
  | { type: 'settings' }
  | { type: 'budgets' }
  | { type: 'timeouts' }
  | { type: 'page'; page: UpstreamPage }
  /** An answer of no more than so many tokens. */
  | { type: 'limit'; maxTokens: number }
  /** Anybody but this one. */
  | { type: 'provider'; ignore: string }
  /** A model that OpenRouter named. */
  | { type: 'fallback'; model: string }
