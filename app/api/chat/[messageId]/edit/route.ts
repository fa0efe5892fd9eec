import { editedAnswer } from '@/lib/chat/branch-request.ts'
import { editAnswer } from '@/lib/db/edit-answer.ts'
import { readBody } from '@/lib/http/read-body.ts'
import { json, route } from '@/lib/http/route.ts'
import { sourcesOf } from '@/lib/turn/history.ts'
import { hub } from '@/lib/turn/hub.ts'

export const POST = route<{ messageId: string }>(async ({ request, params, userId }) => {
  const { message, conversationId } = await editAnswer(userId, params.messageId, await readBody(request, editedAnswer), sourcesOf)
  hub().tell(userId, { type: 'conversation', conversationId })
  return json(message, 201)
})
