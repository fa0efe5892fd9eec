import { branchTo, siblingsOf } from './branch.ts'
import type { ChatSettings } from './chat-settings.ts'
import type { ChatMessage } from './message.ts'
import type { TurnSettings } from './turn-request.ts'

/**
 * What the next question of a branch is asked with: as its last answer was, without what made that one a lane or a merge. A retry
 * that was held to fewer tokens, or kept from a provider that had failed, was an exception: there it is as the question was asked first.
 * One that was made with something else for once (`onlyThisAnswer`) changes nothing at all. Where nothing is answered yet it is the newest
 * answer of the conversation. `settingsOf` has those of every answer that shows them; `null` when the last one does not.
 */
export function nextSettings(
  messages: readonly ChatMessage[],
  leafId: string | null,
  settingsOf: Readonly<Record<string, Partial<TurnSettings>>>
): ChatSettings | null {
  const answer = branchTo(messages, leafId).findLast(isAnswer) ?? messages.findLast(message => isAnswer(message) && !isLane(message))
  if (!answer) return null
  const asked = settingsOf[answer.id] ?? {}
  const siblings = siblingsOf(messages, answer.id)
    .map(({ id }) => settingsOf[id] ?? {})
    .filter(({ lane, purpose }) => lane === asked.lane && purpose === asked.purpose)
  const [first] = siblings
  const last = (asked.onlyThisAnswer && siblings.findLast(({ onlyThisAnswer }) => !onlyThisAnswer)) || asked
  const { lane: _lane, purpose: _purpose, costCapPicoUsd: _cap, maxTokens: _maxTokens, routing: _routing, ...others } = last
  const { onlyThisAnswer: _exception, model, ...lasting } = others
  if (model === undefined) return null
  return {
    ...lasting,
    model,
    ...(first?.maxTokens === undefined ? {} : { maxTokens: first.maxTokens }),
    ...(first?.routing === undefined ? {} : { routing: first.routing })
  }
}

function isAnswer({ role }: ChatMessage): boolean {
  return role === 'assistant'
}

function isLane({ metadata }: ChatMessage): boolean {
  return metadata?.lane !== undefined
}
