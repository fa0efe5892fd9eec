import { z } from 'zod'
import { type ReasoningSource, withSource } from '../chat/model-family.ts'
import type { HistoryMessage, HistoryStep } from '../db/turns.ts'
import type { ReasoningDetail } from '../openrouter/reasoning-details.ts'
import { reasoningSourceOf, type HistoryMessage as WireHistory } from '../openrouter/replay.ts'
import { isRecord } from '../openrouter/wire.ts'
import { type FileBytes, questionContent } from './question-content.ts'

/** What a call is answered with that the process did not live to run: without a result no provider takes the call back. */
const noResult = 'No result: the answer was interrupted before this tool had run.'

/** What Step.wire holds: the assistant message as the wire had it. */
const wireMessage = z.object({
  role: z.literal('assistant'),
  content: z.string().nullable(),
  tool_calls: z
    .array(z.object({ id: z.string(), type: z.literal('function'), function: z.object({ name: z.string(), arguments: z.string() }) }))
    .optional(),
  // Checked, not rebuilt: an object schema would put the keys it knows in front.
  reasoning_details: z.array(z.custom<ReasoningDetail>(isReasoningDetail)).optional(),
  annotations: z.array(z.custom<Record<string, unknown>>(isRecord)).optional()
})

function isReasoningDetail(value: unknown): boolean {
  return isRecord(value) && typeof value.type === 'string'
}

/** The stored branch as wire messages, each answer with who made it; what of it goes out is decided in replay. */
export function wireHistory(history: readonly HistoryMessage[], files: FileBytes): WireHistory[] {
  return history.flatMap(message =>
    message.role === 'user' ? [{ role: message.role, content: questionContent(message.parts, files) }] : message.steps.flatMap(stepHistory)
  )
}

/** The reasoning details of a stored step. */
export function detailsOf(wire: string): ReasoningDetail[] {
  return wireMessage.parse(JSON.parse(wire)).reasoning_details ?? []
}

/** Where a stored step's reasoning comes from. */
function sourceOf(step: Pick<HistoryStep, 'wire' | 'model'>): ReasoningSource | null {
  const [message] = stepHistory({ ...step, toolCalls: [] })
  return message?.role === 'assistant' ? reasoningSourceOf(message, step.model) : null
}

/** Where the reasoning of several steps comes from. */
export function sourcesOf(steps: readonly Pick<HistoryStep, 'wire' | 'model'>[]): ReasoningSource[] {
  return steps.reduce<ReasoningSource[]>((sources, step) => {
    const source = sourceOf(step)
    return source ? withSource(sources, source) : sources
  }, [])
}

/** One step and the results of its calls. */
export function stepHistory(step: Omit<HistoryStep, 'ended' | 'provider'>): WireHistory[] {
  const { tool_calls: calls, reasoning_details: details, annotations, ...wire } = wireMessage.parse(JSON.parse(step.wire))
  return [
    {
      ...wire,
      ...(calls ? { tool_calls: calls } : {}),
      ...(details ? { reasoning_details: details } : {}),
      ...(annotations ? { annotations } : {}),
      sourceModel: step.model
    },
    ...step.toolCalls.map(call => ({ role: 'tool' as const, tool_call_id: call.wireId, content: call.output ?? noResult }))
  ]
}
