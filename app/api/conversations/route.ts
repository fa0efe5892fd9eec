import { z } from 'zod'
import { newComparison } from '@/lib/chat/comparison.ts'
import { keepingChanges, tagName } from '@/lib/chat/keeping.ts'
import { cleanText } from '@/lib/chat/turn-request.ts'
import { listConversations, loadConversation } from '@/lib/db/conversations.ts'
import { changeKeeping } from '@/lib/db/keeping.ts'
import { listComparisons } from '@/lib/db/list-comparisons.ts'
import { readBody, readValue } from '@/lib/http/read-body.ts'
import { json, route } from '@/lib/http/route.ts'
import { hub } from '@/lib/turn/hub.ts'
import { startComparison } from '@/lib/turn/start-comparison.ts'
import { TurnAborted } from '@/lib/turn/turn-error.ts'

const kind = z.enum(['chat', 'compare']).nullable()
const words = cleanText(200).nullable()
const archived = z.enum(['true', 'false']).nullable()

export const GET = route(async ({ request, userId }) => {
  const { searchParams } = new URL(request.url)
  const value = <Output>(name: string, schema: z.ZodType<Output>) => readValue(name, searchParams.get(name), schema)
  const cursor = value('cursor', z.uuid().nullable())
  if (value('kind', kind) === 'compare') return json(await listComparisons(userId, { cursor, query: value('query', words) ?? '' }))
  const folderId = value('folderId', z.uuid().nullable()) ?? undefined
  const tag = value('tag', tagName.nullable()) ?? undefined
  return json(
    await listConversations(userId, { cursor: cursor ?? undefined, archived: value('archived', archived) === 'true', folderId, tag })
  )
})

export const POST = route(async ({ request, userId }) => {
  const comparison = await readBody(request, newComparison)
  await startComparison(userId, comparison)
  return json(await loadConversation(userId, comparison.conversationId), 201)
})

export const PATCH = route(async ({ request, userId }) => {
  const { ids, ...change } = await readBody(request, keepingChanges)
  const changed = await changeKeeping(userId, ids, change)
  for (const conversationId of changed) {
    hub().tell(userId, { type: 'conversation', conversationId, ...(change.deleted === undefined ? {} : { deleted: change.deleted }) })
    if (change.deleted) await hub().endAll(new TurnAborted('user'), conversationId)
  }
  return json({ changed: changed.length })
})
