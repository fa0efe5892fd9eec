import { newFolderChat } from '@/lib/chat/keeping.ts'
import { openFolderChat } from '@/lib/db/folders.ts'
import { readBody } from '@/lib/http/read-body.ts'
import { json, route } from '@/lib/http/route.ts'
import { hub } from '@/lib/turn/hub.ts'

export const POST = route<{ folderId: string }>(async ({ request, params, userId }) => {
  const chat = await readBody(request, newFolderChat)
  await openFolderChat(userId, params.folderId, chat)
  hub().tell(userId, { type: 'conversation', conversationId: chat.conversationId })
  return json({ id: chat.conversationId }, 201)
})
