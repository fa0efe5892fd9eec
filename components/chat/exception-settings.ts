import type { ModelSummary } from '@/lib/chat/model-summary.ts'
import type { ProviderRouting, ReasoningEffort, TurnSettings } from '@/lib/chat/turn-request.ts'
import { effortsOf } from '../models/efforts.ts'

/** What one answer is asked for with instead. */
export type Exception =
  | { model: string }
  /** As the model's endpoints name it. */
  | { provider: string }
  | { effort: ReasoningEffort }
  | { sort: NonNullable<ProviderRouting['sort']> }

/** Settings of one answer; what the chat goes on with stays as it is. `base` is of the model that shall answer. */
export function exceptionSettings(base: TurnSettings, exception: Exception): TurnSettings {
  const once = { ...base, onlyThisAnswer: true } as const
  if ('effort' in exception) {
    const { thinkingBudgetTokens: _budget, ...rest } = once
    return { ...rest, reasoningEffort: exception.effort }
  }
  const { order: _order, sort: _sort, allowFallbacks: _allowFallbacks, ...policy } = base.routing ?? {}
  if ('sort' in exception) return { ...once, routing: { ...policy, sort: exception.sort } }
  if ('provider' in exception) {
    const { ignore: _ignore, ...rest } = policy
    return { ...once, routing: { ...rest, only: [exception.provider] } }
  }
  return once
}

/** How the last answer thought, one step on in each direction; nothing where the model does not go further. */
export function effortsBeside(
  model: ModelSummary | undefined,
  effort: string | undefined
): { more?: ReasoningEffort | undefined; less?: ReasoningEffort | undefined } {
  const levels = effortsOf(model)
  const at = levels.map(String).indexOf(effort ?? '')
  if (at !== -1) return { more: levels[at + 1], less: levels[at - 1] }
  // The model's own measure, or a budget: somewhere in between.
  return levels.length < 2 ? {} : { more: levels.at(-1), less: levels[0] }
}
