import type { ChatSettings } from '@/lib/chat/chat-settings.ts'
import type { TurnSettings } from '@/lib/chat/turn-request.ts'

/** https://openrouter.ai/docs/guides/best-practices/reasoning-tokens: Anthropic takes no less. */
const smallestBudget = 1024

/** What is different when a question is asked again. */
export interface RetryChange {
  model?: string
  maxTokens?: number
  /** Display name of a provider that shall not answer this time. */
  ignoreProvider?: string
  /** Without the effort that was chosen. */
  defaultEffort?: true
}

/** Settings of a turn with a change; `lastIgnored` are the providers that this question was kept from before. */
export function retrySettings(base: TurnSettings, change: RetryChange, lastIgnored: readonly string[]): TurnSettings {
  const { reasoningEffort, thinkingBudgetTokens: budget, ...rest } = base
  const thinkingBudgetTokens = budgetWithin(change.maxTokens, budget)
  const effort = change.defaultEffort
    ? {}
    : { ...(reasoningEffort && { reasoningEffort }), ...(thinkingBudgetTokens && { thinkingBudgetTokens }) }
  return {
    ...rest,
    ...effort,
    ...(change.maxTokens === undefined ? {} : { maxTokens: change.maxTokens }),
    ...(change.ignoreProvider === undefined ? {} : { routing: routingWithout(base.routing, [...lastIgnored, change.ignoreProvider]) })
  }
}

/** Another model is asked without what was only meant for the one before; who may be given the question is meant for every model. */
export function settingsForModel(settings: TurnSettings, model: string): TurnSettings {
  if (model === settings.model) return settings
  const { fallbackModels: _fallbackModels, thinkingBudgetTokens: _budget, routing, ...rest } = settings
  const { order: _order, only: _only, allowFallbacks: _allowFallbacks, ...policy } = routing ?? {}
  return { ...rest, model, ...(Object.keys(policy).length > 0 ? { routing: policy } : {}) }
}

/** A chat that goes on with another model keeps what is set for it, but not the providers that serve the one before. */
export function settingsWithModel(settings: ChatSettings, model: string): ChatSettings {
  if (model === settings.model) return settings
  const { fallbackModels, thinkingBudgetTokens } = settings
  return {
    ...settingsForModel(settings, model),
    ...(fallbackModels && { fallbackModels }),
    ...(thinkingBudgetTokens !== undefined && { thinkingBudgetTokens })
  }
}

/** Half of an answer that may be only so long is for thinking; below what a budget can be, none is set. */
function budgetWithin(maxTokens: number | undefined, budget: number | undefined): number | undefined {
  if (maxTokens === undefined || budget === undefined) return budget
  const part = Math.min(budget, Math.floor(maxTokens / 2))
  return part >= smallestBudget ? part : undefined
}

/** A restriction to some providers goes too: it may name just those that are to be avoided. */
function routingWithout(routing: TurnSettings['routing'], names: readonly string[]): NonNullable<TurnSettings['routing']> {
  const { only: _only, allowFallbacks: _allowFallbacks, ...rest } = routing ?? {}
  return { ...rest, ignore: [...new Set([...(routing?.ignore ?? []), ...names])] }
}
