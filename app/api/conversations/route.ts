import { z } from 'zod'
import { listConversations } from '@/lib/db/conversations.ts'
import { readValue } from '@/lib/http/read-body.ts'
import { json, route } from '@/lib/http/route.ts'

export const GET = route(async ({ request, userId }) => {
  const cursor = readValue('cursor', new URL(request.url).searchParams.get('cursor'), z.uuid().nullable())
  return json(await listConversations(userId, cursor === null ? {} : { cursor }))
})
