import { z } from 'zod'
import { readValue } from '@/lib/http/read-body.ts'
import { eventStream, route } from '@/lib/http/route.ts'
import { followSeveral } from '@/lib/turn/follow-several.ts'

const maxAnswers = 32

const places = z
  .string()
  .regex(/^[\da-f-]{36}(\.\d{1,15})?(,[\da-f-]{36}(\.\d{1,15})?)*$/, 'must be ids, each with a dot and a sequence number or without')
  .transform(text => text.split(',').map(placeOf))
  .refine(list => list.length <= maxAnswers, `must be ${maxAnswers} at most`)

function placeOf(text: string) {
  const [messageId = '', after] = text.split('.')
  return { messageId, after: after === undefined ? null : Number(after) }
}

export const GET = route(async ({ request, userId }) =>
  eventStream(await followSeveral(userId, readValue('answers', new URL(request.url).searchParams.get('answers'), places)))
)
