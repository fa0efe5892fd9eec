import { newFork } from '@/lib/chat/branch-request.ts'
import { loadConversation } from '@/lib/db/conversations.ts'
import { forkConversation } from '@/lib/db/fork-conversation.ts'
import { readBody } from '@/lib/http/read-body.ts'
import { json, route } from '@/lib/http/route.ts'
import { hub } from '@/lib/turn/hub.ts'

export const POST = route<{ conversationId: string }>(async ({ request, params, userId }) => {
  const fork = await readBody(request, newFork)
  await forkConversation(userId, params.conversationId, fork)
  hub().tell(userId, { type: 'conversation', conversationId: fork.conversationId })
  return json(await loadConversation(userId, fork.conversationId), 201)
})
