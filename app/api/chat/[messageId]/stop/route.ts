import { json, route } from '@/lib/http/route.ts'
import { stopTurn } from '@/lib/turn/attach.ts'

export const POST = route<{ messageId: string }>(async ({ params, userId }) => {
  const message = await stopTurn(userId, params.messageId)
  return json({ status: message.metadata?.status })
})
