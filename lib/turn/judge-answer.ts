import type { Failure } from '../chat/failure.ts'
import { jsonDepth } from '../chat/json-depth.ts'
import type { FinishChunk, UsageChunk } from '../openrouter/chunks.ts'
import type { ReasoningDetail } from '../openrouter/reasoning-details.ts'
import type { WireToolCall } from '../openrouter/tool-calls.ts'
import type { FailedEnd } from './to-failure.ts'

/** A tool call with arguments that can be run. */
export interface RunnableCall {
  toolCallId: string
  wire: WireToolCall
  input: Record<string, unknown>
}

/** What a step's chunks have brought. */
export interface AnswerSoFar {
  text: string
  annotations: Record<string, unknown>[]
  /** Those that could be stored. */
  images: number
  finish: FinishChunk | null
  usage: UsageChunk | null
}

/** The assistant message exactly as the wire had it: what later requests are built from. */
export function wireMessage(
  seen: Pick<AnswerSoFar, 'text' | 'annotations'>,
  details: readonly ReasoningDetail[],
  calls: readonly WireToolCall[]
) {
  return {
    role: 'assistant' as const,
    content: seen.text === '' && calls.length > 0 ? null : seen.text,
    ...(calls.length > 0
      ? {
          tool_calls: calls.map(call => ({
            id: call.id,
            type: 'function' as const,
            function: { name: call.name, arguments: call.arguments }
          }))
        }
      : {}),
    ...(details.length > 0 ? { reasoning_details: details } : {}),
    ...(seen.annotations.length > 0 ? { annotations: seen.annotations } : {})
  }
}

/** Whether an answer that came to its end is one. Fills `calls` with what may be run. */
export function judgeAnswer(
  seen: AnswerSoFar,
  finish: FinishChunk,
  callId: (index: number) => string | undefined,
  calls: RunnableCall[]
): FailedEnd | null {
  const failed = (failure: Failure): FailedEnd => ({ status: 'failed', failure: { ...failure, ...provider } })
  const provider = finish.provider === null ? {} : { provider: finish.provider }
  if (finish.reason === 'content_filter') {
    return failed({ code: 'filtered', message: finish.native ?? 'content_filter', retryable: true })
  }
  for (const wire of finish.toolCalls) {
    const toolCallId = callId(wire.index)
    const input = parseArguments(wire.arguments)
    if (toolCallId === undefined || input === null) {
      calls.length = 0
      return failed({
        code: 'tool_arguments_invalid',
        message: `The arguments for ${wire.name} are not JSON that a tool can take.`,
        retryable: true
      })
    }
    calls.push({ toolCallId, wire, input })
  }
  if (seen.text.trim() === '' && finish.toolCalls.length === 0 && seen.images === 0) {
    const message =
      finish.reason === 'length' ? 'Reasoning used the whole token limit; nothing was left for the answer.' : 'The model sent no answer.'
    return failed({ code: 'empty_response', message, retryable: true })
  }
  return null
}

/** No tool asks for more, and what goes deeper than SQLite reads (1,000) could not be stored. */
const maxArgumentDepth = 200

function parseArguments(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    if (jsonDepth(text) > maxArgumentDepth) return null
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null
  } catch {
    return null
  }
}
