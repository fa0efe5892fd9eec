import { answerDeltas } from './answer-deltas.ts'
import type { AnswerDelta, Completion } from './completion.ts'
import type { answerPlaces, PlayedStep } from './script.ts'

export type ScriptedError = NonNullable<PlayedStep['error']>
export type Stall = NonNullable<PlayedStep['stall']>
type Place = (typeof answerPlaces)[number]

export type AnswerEvent = { type: 'delta'; answer: AnswerDelta } | { type: 'stall'; stall: Stall } | { type: 'error'; error: ScriptedError }

/** The answer with its stall and its error in their places. Nothing follows an error, except after a broken line. */
export function* playAnswer(completion: Completion): Generator<AnswerEvent> {
  const { error, stall } = completion.step
  const sent: Record<Place, number> = { reasoning: 0, text: 0, arguments: 0 }
  let errorPending = error !== undefined
  let stallPending = stall !== undefined
  for (const answer of answerDeltas(completion)) {
    if (stall && stallPending && isDue(stall, answer, sent)) {
      stallPending = false
      yield { type: 'stall', stall }
    }
    if (error && errorPending && isDue(error, answer, sent)) {
      errorPending = false
      yield { type: 'error', error }
      if (error.kind !== 'bad_json') return
    }
    yield { type: 'delta', answer }
    if (answer.of !== 'other' && answer.tokens > 0) sent[answer.of]++
  }
  if (stall && stallPending) yield { type: 'stall', stall }
  if (error && errorPending) yield { type: 'error', error }
}

/** Before the next delta of its place, or as soon as something else follows that place. */
function isDue(fault: { at: Place; after?: number | undefined }, next: AnswerDelta, sent: Record<Place, number>): boolean {
  if (fault.after === undefined || sent[fault.at] < fault.after) return false
  return next.of === fault.at || sent[fault.at] > 0
}
