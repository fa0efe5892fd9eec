import type { AnswerDelta, Completion, Delta } from './completion.ts'
import { opaqueToolId } from './opaque.ts'
import { planReasoning } from './reasoning-deltas.ts'
import type { PlayedStep } from './script.ts'
import { splitTokens } from './split-tokens.ts'

/** Everything an answer says, in the order of the wire: reasoning, annotations, text, images, tool calls. No finish, no fault. */
export function* answerDeltas(completion: Completion): Generator<AnswerDelta> {
  const { step, family } = completion
  const calls = nameToolCalls(completion)
  const reasoning = planReasoning(completion, calls[0]?.id)
  yield* reasoning.beforeText
  for (const annotation of step.annotations ?? []) yield other({ annotations: [annotation] })
  if (step.framing?.hugeEventBytes) yield text('x'.repeat(step.framing.hugeEventBytes))
  for (const token of splitTokens(step.text ?? '', step.tokenCharacters)) yield text(token)
  yield* reasoning.afterText
  if (step.images?.length) yield other({ images: step.images })
  yield* reasoning.beforeTools
  for (const [index, call] of calls.entries()) {
    yield toolDelta({ index, id: call.id, type: 'function', function: { name: call.name, arguments: '' } }, 0)
    if (family === 'anthropic') yield toolDelta({ index, function: { arguments: '' } }, 0)
    for (const piece of splitTokens(call.arguments, argumentPiece(completion, call.arguments)))
      yield toolDelta({ index, function: { arguments: piece } }, 1)
  }
}

interface NamedToolCall {
  id: string
  name: string
  arguments: string
}

function nameToolCalls(completion: Completion): NamedToolCall[] {
  const { family, requestedModel, provider, label } = completion
  return (completion.step.toolCalls ?? []).map((call, index) => ({
    ...call,
    id: call.id ?? opaqueToolId({ family, model: requestedModel, provider, name: call.name, index, label: `${label} tool ${index}` })
  }))
}

/** Gemini sends the arguments of a call whole; the others in pieces. */
function argumentPiece(completion: Completion, argumentsText: string): number {
  return completion.family === 'gemini' ? Math.max(1, argumentsText.length) : completion.step.tokenCharacters
}

function text(content: string): AnswerDelta {
  return { of: 'text', delta: { content, role: 'assistant' }, tokens: 1 }
}

function other(fields: Partial<Delta>): AnswerDelta {
  return { of: 'other', delta: { content: '', role: 'assistant', ...fields }, tokens: 0 }
}

function toolDelta(call: NonNullable<Delta['tool_calls']>[number], tokens: number): AnswerDelta {
  return { of: 'arguments', delta: { content: null, role: 'assistant', tool_calls: [call] }, tokens }
}

/** What the wire says when nothing is scripted. */
export function finishReasonOf(step: PlayedStep): string | null {
  if (step.finishReason !== undefined) return step.finishReason
  return step.toolCalls?.length ? 'tool_calls' : 'stop'
}
