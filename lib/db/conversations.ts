import 'server-only'
import type { ConversationDetail, ConversationPage, ConversationSummary } from '../chat/conversation.ts'
import type { ConversationChange } from '../chat/conversation-change.ts'
import type { ChatMessage } from '../chat/message.ts'
import { NotFoundError } from '../errors.ts'
import { database } from './client.ts'
import type { Conversation, Message } from './generated/client.ts'
import { readMetadata, readParts, readSettings } from './json-columns.ts'
import { costOfConversations } from './ledger.ts'

/** How long a deleted conversation can be brought back before its content is purged. */
const undoMs = 24 * 60 * 60 * 1000

/** One page of the sidebar, newest first. The cursor is the id of the last row of the page before. */
export async function listConversations(userId: string, options: { cursor?: string; limit?: number } = {}): Promise<ConversationPage> {
  const limit = options.limit ?? 50
  const rows = await database().conversation.findMany({
    where: { userId, kind: 'chat', deletedAt: null },
    orderBy: [{ updatedAt: 'desc' }, { id: 'desc' }],
    take: limit + 1,
    ...(options.cursor === undefined ? {} : { cursor: { id: options.cursor, userId }, skip: 1 })
  })
  const page = rows.slice(0, limit)
  return { conversations: await summarise(userId, page), nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null }
}

async function summarise(userId: string, rows: Conversation[]): Promise<ConversationSummary[]> {
  const ids = rows.map(row => row.id)
  const [costOf, live] = await Promise.all([
    costOfConversations(userId, ids),
    database().message.findMany({ where: { conversationId: { in: ids }, status: 'streaming' }, select: { conversationId: true } })
  ])
  const streaming = new Set(live.map(message => message.conversationId))
  return rows.map(row => ({
    id: row.id,
    title: row.title,
    updatedAt: row.updatedAt.toISOString(),
    cost: costOf(row.id),
    streaming: streaming.has(row.id)
  }))
}

/** A conversation with its whole tree; `null` when there is none of this user's. */
export async function loadConversation(userId: string, id: string): Promise<ConversationDetail | null> {
  const row = await database().conversation.findFirst({
    where: { id, userId, deletedAt: null },
    include: { messages: { orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] } }
  })
  if (!row) return null
  const costOf = await costOfConversations(userId, [id])
  const lastSettings = row.messages.findLast(message => message.settings !== null)?.settings
  return {
    id: row.id,
    title: row.title,
    messages: row.messages.map(toChatMessage),
    selectedLeafId: row.selectedLeafId,
    cost: costOf(row.id),
    settings: lastSettings ? readSettings(lastSettings) : null
  }
}

/** A message as the page renders it. */
export function toChatMessage(row: Message): ChatMessage {
  return {
    id: row.id,
    role: row.role === 'user' ? 'user' : 'assistant',
    parts: readParts(row.parts),
    metadata: {
      ...readMetadata(row.metadata),
      status: readStatus(row.status),
      parentId: row.parentId,
      createdAt: row.createdAt.toISOString()
    }
  }
}

/** The status column, checked. */
export function readStatus(status: string): NonNullable<ChatMessage['metadata']>['status'] {
  switch (status) {
    case 'streaming':
    case 'complete':
    case 'stopped':
    case 'interrupted':
    case 'failed':
      return status
    default:
      throw new Error(`Message row with unknown status ${status}`)
  }
}

/** Renames, selects a branch, deletes or brings back. */
export async function changeConversation(userId: string, id: string, change: ConversationChange): Promise<ConversationSummary> {
  if (change.selectedLeafId !== undefined) {
    const leaf = await database().message.findFirst({ where: { id: change.selectedLeafId, conversationId: id, conversation: { userId } } })
    if (!leaf) throw new NotFoundError('message')
  }
  const { count } = await database().conversation.updateMany({
    where: { id, userId, ...(change.deleted === false ? {} : { deletedAt: null }) },
    data: {
      ...(change.title === undefined ? {} : { title: change.title }),
      ...(change.selectedLeafId === undefined ? {} : { selectedLeafId: change.selectedLeafId }),
      ...(change.deleted === undefined ? {} : { deletedAt: change.deleted ? new Date() : null })
    }
  })
  const row = count === 1 ? await database().conversation.findFirst({ where: { id, userId } }) : null
  const [summary] = row ? await summarise(userId, [row]) : []
  if (!summary) throw new NotFoundError('conversation')
  return summary
}

/** Drops the content of what was deleted a day ago; the ledger stays. */
export async function purgeDeletedConversations(now: Date): Promise<number> {
  const { count } = await database().conversation.deleteMany({ where: { deletedAt: { lt: new Date(now.getTime() - undoMs) } } })
  return count
}
