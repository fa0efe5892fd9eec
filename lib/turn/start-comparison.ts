import 'server-only'
import { randomInt } from 'node:crypto'
import type { NewComparison } from '../chat/comparison.ts'
import type { ChatMessage } from '../chat/message.ts'
import { hasComparison, type NewLane, openComparison } from '../db/open-comparison.ts'
import { beginTurn, busy, firstGeneration, hashOf } from './begin-turn.ts'
import { firstPromptBytes, reserve } from './budget.ts'
import { modelInfoOf } from './catalogue.ts'
import { refuseWhileDraining } from './health.ts'
import { hub } from './hub.ts'
import { upstreamOf } from './upstream.ts'

/** Starts every lane of a comparison as an ordinary turn, all or none, once: the same request again starts nothing. */
export async function startComparison(userId: string, request: NewComparison): Promise<void> {
  const startedAt = performance.now()
  const now = new Date()
  const { conversationId, message } = request
  const requestHash = hashOf(request)
  if (await hasComparison(userId, request, requestHash)) return
  refuseWhileDraining()
  const upstream = await upstreamOf(userId)
  // Ids stay where they are: they were made in the order of the setup, and would say which lane came from where in it.
  const order = request.blind ? shuffled(request.lanes) : request.lanes
  const lanes = await Promise.all(
    request.lanes.map(async ({ assistantMessageId, settings: own }, lane): Promise<NewLane> => {
      const settings = { ...(order[lane]?.settings ?? own), lane }
      const turn = { conversationId, assistantMessageId, settings }
      const { inputModalities } = modelInfoOf(upstream.upstream, settings.model)
      const call = { userId, upstream: upstream.upstream, conversationId, settings, overBudget: request.overBudget }
      const reserved = await reserve(call, () => firstPromptBytes(userId, turn, null, message.parts), now)
      return { ...turn, generation: { ...firstGeneration(userId, upstream, turn, now), ...reserved }, inputModalities }
    })
  )
  const place = hub()
  if (!(await place.takePlaces(lanes.length))) throw busy()
  let parts: ChatMessage['parts'] | null = null
  try {
    parts = await openComparison(userId, request, lanes, requestHash, now)
  } finally {
    if (!parts) for (const _lane of lanes) place.releasePlace()
  }
  if (!parts) return
  for (const { assistantMessageId: messageId, settings, generation } of lanes) {
    beginTurn({
      userId,
      conversationId,
      messageId,
      parentId: message.id,
      settings,
      upstream,
      generation,
      startedAt,
      overBudget: request.overBudget,
      createdAt: now,
      isHidden: request.blind ?? false,
      branch: Promise.resolve([{ role: 'user', parts }])
    })
  }
}

/** Every order is as likely as any other. */
function shuffled<Item>(items: readonly Item[]): Item[] {
  const rest = [...items]
  return items.flatMap(() => rest.splice(randomInt(rest.length), 1))
}
