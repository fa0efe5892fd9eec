import { z } from 'zod'
import { readValue } from '@/lib/http/read-body.ts'
import { eventStream, route } from '@/lib/http/route.ts'
import { follow } from '@/lib/turn/attach.ts'

const place = z
  .string()
  .regex(/^\d{1,15}$/, 'must be a sequence number')
  .transform(Number)
  .nullable()

export const GET = route<{ messageId: string }>(async ({ request, params, userId }) => {
  const after = readValue('after', new URL(request.url).searchParams.get('after'), place)
  const stream = await follow(userId, params.messageId, after)
  return stream ? eventStream(stream) : new Response(null, { status: 204 })
})
