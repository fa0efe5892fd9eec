import type { ModelSummary } from '../../lib/chat/model-summary.ts'

/** A whole row of the catalogue, of a model of text without thinking, with what a test says of it. */
export function modelSummary(others: Partial<ModelSummary> = {}): ModelSummary {
  return {
    id: 'author/model',
    name: 'Author: Model',
    contextWindow: 200_000,
    maxTokens: 64_000,
    inputPrice: 3,
    outputPrice: 15,
    cacheReadPrice: null,
    cacheWritePrice: null,
    inputModalities: ['text'],
    outputModalities: ['text'],
    supportsTools: true,
    supportsReasoning: false,
    supportsThinkingBudget: false,
    supportedEfforts: [],
    reasoningMandatory: false,
    parameters: null,
    expiresAt: null,
    ...others
  }
}
