import { connectBody } from '@/lib/chat/settings.ts'
import { ownOrigin } from '@/lib/http/own-origin.ts'
import { readBody } from '@/lib/http/read-body.ts'
import { json, route } from '@/lib/http/route.ts'
import { beginConnection } from '@/lib/turn/connect.ts'

export const POST = route(async ({ request, userId }) => {
  const { returnTo } = await readBody(request, connectBody)
  return json(beginConnection({ userId, origin: ownOrigin(request), returnTo }, Date.now()))
})
