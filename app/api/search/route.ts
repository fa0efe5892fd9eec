import { z } from 'zod'
import { cleanText } from '@/lib/chat/turn-request.ts'
import { search } from '@/lib/db/search.ts'
import { readValue } from '@/lib/http/read-body.ts'
import { json, route } from '@/lib/http/route.ts'

const words = cleanText(400)
const place = z
  .string()
  .regex(/^\d{1,15}\.\d{1,6}$/, 'must be the nextCursor of a page')
  .transform(text => {
    const [upper, offset] = text.split('.')
    return { upper: Number(upper), offset: Number(offset) }
  })
  .nullable()

export const GET = route(async ({ request, userId }) => {
  const { searchParams } = new URL(request.url)
  const text = readValue('q', searchParams.get('q'), words)
  return json(await search(userId, text, readValue('cursor', searchParams.get('cursor'), place)))
})
