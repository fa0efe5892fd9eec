import { conversationChange } from '@/lib/chat/conversation-change.ts'
import { changeConversation, loadConversation } from '@/lib/db/conversations.ts'
import { dropTemporaryChat } from '@/lib/db/temporary-chats.ts'
import { NotFoundError } from '@/lib/errors.ts'
import { readBody } from '@/lib/http/read-body.ts'
import { json, route } from '@/lib/http/route.ts'
import { hub } from '@/lib/turn/hub.ts'
import { TurnAborted } from '@/lib/turn/turn-error.ts'

interface Params {
  conversationId: string
}

export const GET = route<Params>(async ({ params, userId }) => {
  const conversation = await loadConversation(userId, params.conversationId)
  if (!conversation) throw new NotFoundError('conversation')
  return json(conversation)
})

export const PATCH = route<Params>(async ({ request, params, userId }) => {
  const change = await readBody(request, conversationChange)
  const conversation = await changeConversation(userId, params.conversationId, change)
  tell(userId, params.conversationId, change.deleted)
  if (change.deleted) await end(userId, params.conversationId)
  return json(conversation)
})

export const DELETE = route<Params>(async ({ params, userId }) => {
  await changeConversation(userId, params.conversationId, { deleted: true })
  tell(userId, params.conversationId, true)
  await end(userId, params.conversationId)
  return new Response(null, { status: 204 })
})

/** Other tabs list it and have it open. */
function tell(userId: string, conversationId: string, deleted?: boolean): void {
  hub().tell(userId, { type: 'conversation', conversationId, ...(deleted === undefined ? {} : { deleted }) })
}

/** Nothing is answered in it any more; of a temporary one nothing is left. */
async function end(userId: string, conversationId: string): Promise<void> {
  await hub().endAll(new TurnAborted('user'), conversationId)
  await dropTemporaryChat(userId, conversationId)
}
