import { setTimeout as sleep } from 'node:timers/promises'
import { uuidv7 } from 'uuidv7'
import { expect } from 'vitest'
import { z } from 'zod'
import { POST as create } from '../../app/api/conversations/route.ts'
import { localUserId } from '../../lib/auth/local-user.ts'
import type { ComparisonDetail, NewComparison } from '../../lib/chat/comparison.ts'
import type { TurnSettings } from '../../lib/chat/turn-request.ts'
import { loadConversation } from '../../lib/db/conversations.ts'
import { hub } from '../../lib/turn/hub.ts'
import { startTurn } from '../../lib/turn/start-turn.ts'

const context = { params: Promise.resolve({}) }

/** A request with a JSON body, as the page sends it. */
export function withBody(method: string, body: unknown): Request {
  return new Request('http://127.0.0.1:3000/api', { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
}

/** A comparison of these models; every id is new. */
export function comparisonOf(models: readonly string[], change: Partial<NewComparison> = {}): NewComparison {
  return {
    kind: 'compare',
    conversationId: uuidv7(),
    message: { id: uuidv7(), parts: [{ type: 'text', text: 'How do tides work?' }] },
    lanes: models.map(model => ({ assistantMessageId: uuidv7(), settings: { model } })),
    ...change
  }
}

const created = z.looseObject({ kind: z.literal('compare') })

/** Starts one through the route; answers with the answer. */
export async function start(request: NewComparison): Promise<ComparisonDetail> {
  const response = await create(withBody('POST', request), context)
  const text = await response.text()
  expect(response.status, text).toBe(201)
  created.parse(JSON.parse(text))
  return JSON.parse(text)
}

/** The comparison as it is stored. */
export async function read(conversationId: string): Promise<ComparisonDetail> {
  const detail = await loadConversation(localUserId, conversationId)
  if (!detail || !('comparison' in detail)) throw new Error(`No comparison ${conversationId}`)
  return detail
}

/** The comparison when nothing runs in it any more. */
export async function finished(conversationId: string): Promise<ComparisonDetail> {
  for (;;) {
    const detail = await read(conversationId)
    const live = detail.messages.filter(message => message.metadata?.status === 'streaming')
    if (live.length === 0) return detail
    await Promise.all(live.map(message => hub().find(message.id)?.ended ?? sleep(5)))
  }
}

/** One more question below `parentId`; answers with the answer's id when that is written. */
export async function ask(conversationId: string, parentId: string | null, text: string, settings: TurnSettings): Promise<string> {
  const assistantMessageId = uuidv7()
  const message = { id: uuidv7(), parts: [{ type: 'text' as const, text }] }
  const stream = await startTurn(localUserId, {
    trigger: 'submit-message',
    conversationId,
    parentId,
    assistantMessageId,
    message,
    settings
  })
  await new Response(stream).text()
  return assistantMessageId
}

/** The newest answer of a lane. */
export function answerOf(detail: ComparisonDetail, lane: number) {
  const answer = detail.messages.findLast(message => message.metadata?.lane === lane)
  if (!answer) throw new Error(`No answer in lane ${lane}`)
  return answer
}
