import { z } from 'zod'
import { newComparison } from '@/lib/chat/comparison.ts'
import { cleanText } from '@/lib/chat/turn-request.ts'
import { listConversations, loadConversation } from '@/lib/db/conversations.ts'
import { listComparisons } from '@/lib/db/list-comparisons.ts'
import { readBody, readValue } from '@/lib/http/read-body.ts'
import { json, route } from '@/lib/http/route.ts'
import { startComparison } from '@/lib/turn/start-comparison.ts'

const kind = z.enum(['chat', 'compare']).nullable()
const words = cleanText(200).nullable()

export const GET = route(async ({ request, userId }) => {
  const { searchParams } = new URL(request.url)
  const cursor = readValue('cursor', searchParams.get('cursor'), z.uuid().nullable())
  if (readValue('kind', searchParams.get('kind'), kind) === 'compare') {
    const query = readValue('query', searchParams.get('query'), words) ?? ''
    return json(await listComparisons(userId, { cursor, query }))
  }
  return json(await listConversations(userId, cursor === null ? {} : { cursor }))
})

export const POST = route(async ({ request, userId }) => {
  const comparison = await readBody(request, newComparison)
  await startComparison(userId, comparison)
  return json(await loadConversation(userId, comparison.conversationId), 201)
})
