import type { ChatMessage } from '../../lib/chat/message.ts'
import { readsReasoningOf } from '../../lib/chat/model-family.ts'

/**
 * What the next question's model is given of the reasoning on this branch, in a line for the composer; `null` when there
 * is none. `nameOf` gives a model's name on screen.
 */
export function carriedReasoning(messages: readonly ChatMessage[], model: string, nameOf: (model: string) => string): string | null {
  const turns = messages.flatMap(({ metadata }) => (metadata?.reasoning?.length ? [metadata.reasoning] : []))
  if (turns.length === 0) return null
  const carried = turns.filter(sources => sources.every(source => readsReasoningOf(model, source))).length
  const count = `${turns.length} ${turns.length === 1 ? 'turn' : 'turns'}`
  if (carried === turns.length) return `Reasoning carried: ${count}`
  const foreign = turns.flat().findLast(source => !readsReasoningOf(model, source))
  const writer = foreign?.model ? nameOf(foreign.model) : 'the model before'
  const reason = `${nameOf(model)} cannot use that of ${writer}.`
  return carried > 0 ? `Reasoning carried: ${carried} of ${count}. ${reason}` : `Reasoning not carried, but kept: ${reason}`
}
