import type { TurnSettings } from '../../lib/chat/turn-request.ts'
import { formatTokens } from '../../lib/cost/format.ts'
import { effortNames } from '../models/efforts.ts'

/** What is special about a lane besides its model, in a few words; empty when nothing is. */
export function laneVariant(settings: Partial<TurnSettings>): string {
  const { reasoningEffort, thinkingBudgetTokens, routing, temperature, maxTokens, tools } = settings
  const provider = routing?.only ?? routing?.order
  return [
    provider?.join(', '),
    reasoningEffort && effortNames[reasoningEffort],
    thinkingBudgetTokens && `${formatTokens(thinkingBudgetTokens, 'glance')} to think`,
    temperature !== undefined && `temperature ${temperature}`,
    maxTokens !== undefined && `${formatTokens(maxTokens, 'glance')} at most`,
    tools?.length === 0 && 'no tools'
  ]
    .filter(Boolean)
    .join(' · ')
}
