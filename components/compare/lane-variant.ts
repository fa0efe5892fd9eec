import type { TurnSettings } from '../../lib/chat/turn-request.ts'
import { formatTokens } from '../../lib/cost/format.ts'
import { effortNames } from '../models/efforts.ts'

/** Of a system prompt: enough to tell two of them apart, most of the time. */
const promptLength = 40

/** What is special about a lane besides its model, in a few words; empty when nothing is. */
export function laneVariant(settings: Partial<TurnSettings>): string {
  const { reasoningEffort, thinkingBudgetTokens, routing, temperature, maxTokens, tools, systemPrompt = '' } = settings
  const provider = routing?.only ?? routing?.order
  return [
    provider?.join(', '),
    reasoningEffort && effortNames[reasoningEffort],
    thinkingBudgetTokens && `${formatTokens(thinkingBudgetTokens, 'glance')} to think`,
    temperature !== undefined && `temperature ${temperature}`,
    maxTokens !== undefined && `${formatTokens(maxTokens, 'glance')} at most`,
    tools?.length === 0 && 'no tools',
    systemPrompt.trim() !== '' && `“${beginning(systemPrompt)}”`
  ]
    .filter(Boolean)
    .join(' · ')
}

function beginning(prompt: string): string {
  const line = prompt.trim().replace(/\s+/g, ' ')
  return line.length <= promptLength
    ? line
    : `${line
        .slice(0, promptLength - 1)
        .toWellFormed()
        .trimEnd()}…`
}
