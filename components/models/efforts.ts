import type { ModelSummary } from '@/lib/chat/model-summary.ts'
import type { ReasoningEffort } from '@/lib/chat/turn-request.ts'

/** Words for the levels, least first. */
export const effortNames: Record<ReasoningEffort, string> = {
  none: 'No thinking',
  minimal: 'Minimal',
  low: 'Low',
  medium: 'Medium',
  high: 'High',
  xhigh: 'Very high',
  max: 'Maximum'
}

const levels = Object.keys(effortNames) as ReasoningEffort[]
const usual: readonly ReasoningEffort[] = ['none', 'low', 'medium', 'high']

/** Levels to offer for a model; empty when it does not think or is not known. */
export function effortsOf(model: ModelSummary | undefined): ReasoningEffort[] {
  if (!model?.supportsReasoning) return []
  const named = levels.filter(level => model.supportedEfforts.includes(level))
  const offered = named.length > 0 ? named : usual
  return offered.filter(level => level !== 'none' || !model.reasoningMandatory)
}
