import { branchTo, siblingsOf } from './branch.ts'
import type { ChatMessage } from './message.ts'
import type { TurnSettings } from './turn-request.ts'

/**
 * What the next question of a branch is asked with: as its last answer was, without what made that one a lane or a merge. A retry
 * that was held to fewer tokens, or kept from a provider that had failed, was an exception: there it is as the question was asked first.
 * `settingsOf` has those of every answer that shows them; `null` when the last one does not.
 */
export function nextSettings(
  messages: readonly ChatMessage[],
  leafId: string | null,
  settingsOf: Readonly<Record<string, Partial<TurnSettings>>>
): TurnSettings | null {
  const answer = branchTo(messages, leafId).findLast(message => message.role === 'assistant')
  if (!answer) return null
  const last = settingsOf[answer.id] ?? {}
  const first = siblingsOf(messages, answer.id)
    .map(({ id }) => settingsOf[id] ?? {})
    .find(({ lane, purpose }) => lane === last.lane && purpose === last.purpose)
  const { lane: _lane, purpose: _purpose, costCapPicoUsd: _cap, maxTokens: _maxTokens, routing: _routing, model, ...lasting } = last
  if (model === undefined) return null
  return {
    ...lasting,
    model,
    ...(first?.maxTokens === undefined ? {} : { maxTokens: first.maxTokens }),
    ...(first?.routing === undefined ? {} : { routing: first.routing })
  }
}
