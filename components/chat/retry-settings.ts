import type { TurnSettings } from '@/lib/chat/turn-request.ts'

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
  const { reasoningEffort, thinkingBudgetTokens, ...rest } = base
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

/** A restriction to some providers goes too: it may name just those that are to be avoided. */
function routingWithout(routing: TurnSettings['routing'], names: readonly string[]): NonNullable<TurnSettings['routing']> {
  const { only: _only, allowFallbacks: _allowFallbacks, ...rest } = routing ?? {}
  return { ...rest, ignore: [...new Set([...(routing?.ignore ?? []), ...names])] }
}
