import { savedQuestion } from '@/lib/chat/branch-request.ts'
import { saveQuestion } from '@/lib/db/save-question.ts'
import { readBody } from '@/lib/http/read-body.ts'
import { json, route } from '@/lib/http/route.ts'
import { hub } from '@/lib/turn/hub.ts'

export const POST = route<{ conversationId: string }>(async ({ request, params: { conversationId }, userId }) => {
  const message = await saveQuestion(userId, conversationId, await readBody(request, savedQuestion))
  hub().tell(userId, { type: 'conversation', conversationId })
  return json(message, 201)
})
