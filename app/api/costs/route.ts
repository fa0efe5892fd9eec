import { z } from 'zod'
import { readCosts } from '@/lib/db/costs.ts'
import { readValue } from '@/lib/http/read-body.ts'
import { json, route } from '@/lib/http/route.ts'

export const GET = route(async ({ request, userId }) => {
  const conversationId = readValue('conversationId', new URL(request.url).searchParams.get('conversationId'), z.uuid())
  return json(await readCosts(userId, conversationId))
})
