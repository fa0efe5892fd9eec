import { finishReasonOf } from './answer-deltas.ts'
import type { Completion, ReasoningDetail } from './completion.ts'
import { errorObject } from './error-chunks.ts'
import { nativeFinishReason } from './family.ts'
import { mergeFragments } from './merge-fragments.ts'
import { playAnswer, type ScriptedError } from './play-answer.ts'
import type { StreamContext, StreamEnd } from './play-stream.ts'
import { orReleased, wait } from './wait.ts'

/** A completion without `stream: true`: whitespace while it is being made, then one JSON object. */
export async function playWhole(context: StreamContext): Promise<StreamEnd> {
  const { response, completion, sent, signal, usageNow } = context
  const { step } = completion
  let error: ScriptedError | undefined
  for (const event of playAnswer(completion)) {
    if (event.type === 'delta') sent.add(event.answer)
    else if (event.type === 'error') error = event.error
  }
  const details = numbered(completion, mergeFragments(sent.fragments))
  sent.fragments.splice(0, sent.fragments.length, ...details)
  await keepAlive(context, (step.firstTokenMs ?? 0) + (step.tokensPerSecond ? (sent.completionTokens / step.tokensPerSecond) * 1000 : 0))
  const reason = error ? 'error' : finishReasonOf(step)
  const native = reason === null ? null : (step.nativeFinishReason ?? nativeFinishReason(completion.family, reason))
  const end: StreamEnd = { cut: false, failed: reason === 'error', finish: { reason, native } }
  if (signal.aborted) return end
  if (error?.kind.startsWith('E6')) {
    response.socket?.resetAndDestroy()
    return { ...end, cut: true, failed: false }
  }
  response.write(JSON.stringify(wholeBody(completion, context, details, error, end, usageNow(end.failed))))
  return end
}

function wholeBody(
  completion: Completion,
  { sent }: StreamContext,
  details: ReasoningDetail[],
  error: ScriptedError | undefined,
  { finish }: StreamEnd,
  usage: object | null
): object {
  const { generationId, provider, model, createdAtMs } = completion
  if (error?.kind.startsWith('E3')) return { id: generationId, error: errorObject(completion, error) }
  const reasoning = details.map(detail => detail.text ?? detail.summary ?? '').join('')
  const calls = sent.toolCalls.map((call, index) => ({
    id: call.id,
    index,
    type: 'function',
    function: { name: call.name, arguments: call.arguments }
  }))
  return {
    id: generationId,
    object: 'chat.completion',
    created: Math.floor(createdAtMs / 1000),
    model,
    provider,
    system_fingerprint: null,
    choices: [
      {
        index: 0,
        logprobs: null,
        finish_reason: finish.reason,
        native_finish_reason: finish.native,
        message: {
          role: 'assistant',
          content: sent.text,
          refusal: null,
          reasoning: reasoning === '' ? null : reasoning,
          ...(details.length > 0 && { reasoning_details: details }),
          ...(calls.length > 0 && { tool_calls: calls }),
          ...(sent.annotations.length > 0 && { annotations: sent.annotations }),
          ...(completion.step.images && { images: completion.step.images })
        },
        ...(error && error.kind !== 'E4' && { error: errorObject(completion, error) })
      }
    ],
    ...(usage && { usage })
  }
}

/** Whole bodies of the Responses API count their entries; streams repeat index 0. */
function numbered({ family }: Completion, details: ReasoningDetail[]): ReasoningDetail[] {
  return family === 'openai' || family === 'xai' ? details.map((detail, index) => ({ ...detail, index })) : details
}

async function keepAlive({ response, completion, ...context }: StreamContext, durationMs: number): Promise<void> {
  const signal = orReleased(context.signal, completion.step)
  const endsAt = performance.now() + durationMs
  for (let left = durationMs; left >= 1 && !signal.aborted; left = endsAt - performance.now()) {
    response.write('\n         \n')
    await wait(Math.min(left, 1000), signal)
  }
}
