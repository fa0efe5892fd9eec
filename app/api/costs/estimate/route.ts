import { z } from 'zod'
import { chatUuid, modelSlug, reasoningEfforts } from '@/lib/chat/turn-request.ts'
import { readValue } from '@/lib/http/read-body.ts'
import { json, route } from '@/lib/http/route.ts'
import { readPriceBasis } from '@/lib/turn/next-price.ts'

const effort = z.union([z.enum(reasoningEfforts), z.string().regex(/^[1-9]\d{0,6}$/)], 'must be an effort or a budget of tokens').nullable()

export const GET = route(async ({ request, userId }) => {
  const { searchParams } = new URL(request.url)
  const conversationId = readValue('conversationId', searchParams.get('conversationId'), chatUuid.nullable())
  const answerId = readValue('answerId', searchParams.get('answerId'), chatUuid.nullable())
  return json(
    await readPriceBasis(userId, {
      model: readValue('model', searchParams.get('model'), modelSlug),
      effort: readValue('effort', searchParams.get('effort'), effort),
      after: conversationId !== null && answerId !== null ? { conversationId, answerId } : null
    })
  )
})
