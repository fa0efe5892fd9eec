import 'server-only'
import { isTemporary } from '../chat/temporary.ts'
import type { TurnRequest } from '../chat/turn-request.ts'
import type { NewGeneration } from '../db/ledger.ts'
import { type OpenedTurn, openTurn } from '../db/open-turn.ts'
import { type HistoryMessage, loadHistory } from '../db/turns.ts'
import { attach } from './attach.ts'
import { beginTurn, busy, firstGeneration, hashOf } from './begin-turn.ts'
import { firstPromptBytes, reserve } from './budget.ts'
import { modelInfoOf } from './catalogue.ts'
import { refuseWhileDraining } from './health.ts'
import { hub } from './hub.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { upstreamOf } from './upstream.ts'

/**
 * Key under which turns of temporary chats begin one after another. On the ledger they are a moment before they are in memory: who comes
 * in between would be refused for what the same question holds, and would not see that another's answer may go to a substitute.
 */
const temporaryTurns = 'temporary turns'

/**
 * Starts the turn of a request, once: the same request again is given the same turn's stream. Answers when the turn is
 * on disk. From then on it runs to its end in this process, whoever listens.
 */
export async function startTurn(userId: string, request: TurnRequest): Promise<ReadableStream<Uint8Array>> {
  refuseWhileDraining()
  const startedAt = performance.now()
  const now = new Date()
  const { conversationId, assistantMessageId: messageId, settings } = request
  const upstream = await upstreamOf(userId)
  const asked = request.trigger === 'submit-message' ? request.message.parts : []
  const call = { userId, upstream: upstream.upstream, conversationId, settings, overBudget: request.overBudget }
  const open = async () => {
    const generation = {
      ...firstGeneration(userId, upstream, request, now),
      ...(await reserve(call, () => firstPromptBytes(userId, request, request.parentId, asked), now))
    }
    const { inputModalities } = modelInfoOf(upstream.upstream, settings.model)
    return { generation, turn: await openTurn(userId, request, hashOf(request), generation, inputModalities, now) }
  }
  const place = hub()
  if (!(await place.takePlaces(1))) throw busy()
  let opened: OpenedTurn | null = null
  let generation: NewGeneration
  try {
    const begun = await (isTemporary(conversationId) ? oneAtATime(temporaryTurns, open) : open())
    if (begun.turn.kind === 'opened') opened = begun.turn
    generation = begun.generation
  } finally {
    if (!opened) place.releasePlace()
  }
  if (!opened) return attach(userId, messageId)
  const live = beginTurn({
    userId,
    conversationId,
    messageId,
    parentId: request.trigger === 'submit-message' ? request.message.id : request.parentId,
    settings,
    upstream,
    generation,
    startedAt,
    overBudget: request.overBudget,
    createdAt: now,
    isHidden: opened.isHidden,
    branch: branchOf(request, opened)
  })
  return live.subscribe(null) ?? attach(userId, messageId)
}

/** What the answer follows. A first question has nothing before it that would have to be read. */
async function branchOf(request: TurnRequest, { parts }: OpenedTurn): Promise<HistoryMessage[]> {
  if (request.trigger === 'regenerate-message') return loadHistory(request.conversationId, request.parentId)
  return request.parentId === null && parts !== null ? [{ role: 'user', parts }] : loadHistory(request.conversationId, request.message.id)
}
