import 'server-only'
import type { Tag } from '../chat/keeping.ts'
import { database } from './client.ts'

/** The tags of conversations that are not deleted, by name. */
export async function listTags(userId: string): Promise<Tag[]> {
  const rows = await database().conversationTag.groupBy({
    by: ['name'],
    where: { conversation: { userId, deletedAt: null } },
    _count: true,
    orderBy: { name: 'asc' }
  })
  return rows.map(({ name, _count: count }) => ({ name, conversations: count }))
}

/** The conversation has these tags from now on, and no others. */
export async function setTags(conversationId: string, tags: readonly string[]): Promise<void> {
  await database().$transaction([
    database().conversationTag.deleteMany({ where: { conversationId } }),
    database().conversationTag.createMany({ data: [...new Set(tags)].map(name => ({ conversationId, name })) })
  ])
}

/** The tags of each of these conversations. */
export async function tagsOf(conversationIds: readonly string[]): Promise<(conversationId: string) => string[]> {
  const rows = await database().conversationTag.findMany({
    where: { conversationId: { in: [...conversationIds] } },
    orderBy: { name: 'asc' }
  })
  const byConversation = Map.groupBy(rows, row => row.conversationId)
  return id => byConversation.get(id)?.map(({ name }) => name) ?? []
}
