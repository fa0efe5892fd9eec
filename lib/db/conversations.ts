import 'server-only'
import { askedWith } from '../chat/asked-with.ts'
import { hiddenCost, maskMetadata } from '../chat/blind.ts'
import { leafThrough } from '../chat/branch.ts'
import type { ComparisonDetail } from '../chat/comparison.ts'
import type { ConversationDetail, ConversationPage, ConversationSummary } from '../chat/conversation.ts'
import type { ConversationChange } from '../chat/conversation-change.ts'
import type { ChatMessage } from '../chat/message.ts'
import { nextSettings } from '../chat/next-settings.ts'
import { AppError, NotFoundError } from '../errors.ts'
import { chatDatabase, refuseTemporary } from './chat-database.ts'
import { database } from './client.ts'
import { comparisonOf, hiddenAmong, settingsOf } from './comparisons.ts'
import { sumAnew } from './cost-rollups.ts'
import { markDiscarded } from './discarded.ts'
import { requireFolder } from './folders.ts'
import { forkOriginOf } from './fork-origin.ts'
import type { Conversation, Message } from './generated/client.ts'
import { readChatSettings, readMetadata, readParts, readSettings } from './json-columns.ts'
import { keepingData } from './keeping.ts'
import { costOfConversations } from './ledger.ts'
import { dropDeletedWords } from './search-index.ts'
import { setTags, tagsOf } from './tags.ts'
import { temporaryChatIds } from './temporary-chats.ts'
import { writeAndFollow } from './write-chat.ts'

/** How long a deleted conversation can be brought back before its content is purged. */
const undoMs = 24 * 60 * 60 * 1000

/** Which conversations a list holds. */
export interface ListedConversations {
  cursor?: string | undefined
  limit?: number
  archived?: boolean
  folderId?: string | undefined
  tag?: string | undefined
}

/** More are no choice any more, and they all come with the first page. */
const maxPinned = 100

/**
 * One page of the sidebar, newest first: chats, and comparisons that became one. Before the first page what is pinned. The cursor is
 * the id of the last row of the page before.
 */
export async function listConversations(userId: string, options: ListedConversations = {}): Promise<ConversationPage> {
  const { cursor, limit = 50, archived = false, folderId, tag } = options
  const where = {
    ...{ userId, OR: [{ kind: 'chat' }, { continuedAt: { not: null } }], deletedAt: null },
    archivedAt: archived ? { not: null } : null,
    ...(folderId === undefined ? {} : { folderId }),
    ...(tag === undefined ? {} : { tags: { some: { name: tag } } })
  }
  const [rows, pinned] = await Promise.all([
    database().conversation.findMany({
      where: { ...where, pinnedAt: null },
      orderBy: [{ updatedAt: 'desc' }, { id: 'desc' }],
      take: limit + 1,
      ...(cursor === undefined ? {} : { cursor: { id: cursor, userId }, skip: 1 })
    }),
    cursor === undefined
      ? database().conversation.findMany({ where: { ...where, pinnedAt: { not: null } }, orderBy: { pinnedAt: 'desc' }, take: maxPinned })
      : []
  ])
  const page = rows.slice(0, limit)
  return {
    conversations: await summarise(userId, [...pinned, ...page]),
    nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null
  }
}

/** Lines of a list; either all of its conversations are temporary or none. */
export async function summarise(userId: string, rows: Conversation[]): Promise<ConversationSummary[]> {
  const ids = rows.map(row => row.id)
  const [costOf, tagsAt, hidden, live] = await Promise.all([
    costOfConversations(userId, ids),
    tagsOf(ids),
    hiddenAmong(rows),
    chatDatabase(ids[0] ?? '').message.findMany({
      where: { conversationId: { in: ids }, status: 'streaming' },
      select: { conversationId: true }
    })
  ])
  const streaming = new Set(live.map(message => message.conversationId))
  return rows.map(row => ({
    id: row.id,
    title: row.title,
    updatedAt: row.updatedAt.toISOString(),
    cost: hidden.has(row.id) ? hiddenCost : costOf(row.id),
    streaming: streaming.has(row.id),
    pinned: row.pinnedAt !== null,
    archived: row.archivedAt !== null,
    folderId: row.folderId,
    tags: tagsAt(row.id)
  }))
}

/** A conversation with its whole tree; `null` when there is none of this user's. `shownId`: a message whose branch is to be shown instead of the selected one. */
export async function loadConversation(
  userId: string,
  id: string,
  shownId: string | null = null
): Promise<ConversationDetail | ComparisonDetail | null> {
  const row = await chatDatabase(id).conversation.findFirst({
    where: { id, userId, deletedAt: null },
    include: { messages: { orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] } }
  })
  if (!row) return null
  const costOf = await costOfConversations(userId, [id])
  const { title } = row
  const ownSettings = row.settings === null ? null : readChatSettings(row.settings)
  if (row.kind !== 'compare') {
    const messages = row.messages.map(message => toChatMessage(message))
    const selectedLeafId = leafThrough(messages, row.selectedLeafId, shownId)
    const branchSettings = nextSettings(messages, selectedLeafId, settingsOf(row.messages, false))
    const settings = ownSettings ?? branchSettings
    return {
      id,
      kind: 'chat',
      title,
      messages,
      selectedLeafId,
      cost: costOf(id),
      settings,
      branchSettings,
      forkedFrom: await forkOriginOf(row)
    }
  }
  const comparison = await comparisonOf(row)
  const isHidden = !comparison.revealed
  const messages = row.messages.map(message => toChatMessage(message, isHidden))
  const everySettings = settingsOf(row.messages, isHidden)
  const selectedLeafId = leafThrough(messages, row.selectedLeafId, shownId)
  const branchSettings = nextSettings(messages, selectedLeafId, everySettings)
  return {
    id,
    kind: 'compare',
    title,
    messages,
    selectedLeafId,
    cost: isHidden ? hiddenCost : costOf(id),
    settings: ownSettings ?? branchSettings,
    branchSettings,
    forkedFrom: null,
    settingsOf: everySettings,
    comparison
  }
}

/** A message as the page renders it. `isHidden`: of a blind comparison before its vote. */
export function toChatMessage(row: Message, isHidden = false): ChatMessage {
  const metadata = readMetadata(row.metadata)
  return {
    id: row.id,
    role: row.role === 'user' ? 'user' : 'assistant',
    parts: readParts(row.parts),
    metadata: {
      ...(isHidden ? maskMetadata(metadata) : metadata),
      ...(row.settings === null ? {} : askedWith(readSettings(row.settings), isHidden)),
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

/** Renames, sets, selects a branch, deletes or brings back; of a comparison also its notes, and whether it goes on as a chat. */
export async function changeConversation(userId: string, id: string, change: ConversationChange): Promise<ConversationSummary> {
  const content = chatDatabase(id)
  if (change.selectedLeafId !== undefined) {
    const leaf = await content.message.findFirst({ where: { id: change.selectedLeafId, conversationId: id, conversation: { userId } } })
    if (!leaf) throw new NotFoundError('message')
  }
  const { notes, continued, settings, tags, pinned, archived, folderId } = change
  if ([tags, pinned, archived, folderId].some(kept => kept !== undefined)) refuseTemporary(id)
  if (change.folderId) await requireFolder(userId, change.folderId)
  if (continued) await requireRevealed(userId, id)
  const onlyOfComparison = notes !== undefined || continued !== undefined
  const changed = content.conversation.updateMany({
    where: { id, userId, ...(onlyOfComparison ? { kind: 'compare' } : {}), ...(change.deleted === false ? {} : { deletedAt: null }) },
    data: {
      // An empty change would count no row, and tags are no column.
      userId,
      ...(change.title === undefined ? {} : { title: change.title }),
      ...(change.selectedLeafId === undefined ? {} : { selectedLeafId: change.selectedLeafId }),
      ...keepingData(change),
      ...(notes === undefined ? {} : { notes }),
      ...(settings === undefined ? {} : { settings: settings && JSON.stringify(settings) }),
      // It goes on with the lane's own.
      ...(continued === undefined ? {} : { continuedAt: continued ? new Date() : null, settings: null })
    }
  })
  const { count } = await (change.selectedLeafId === undefined ? changed : writeAndFollow(id, changed, markDiscarded(id)))
  if (tags !== undefined && count === 1) await setTags(id, tags)
  const row = count === 1 ? await content.conversation.findFirst({ where: { id, userId } }) : null
  const [summary] = row ? await summarise(userId, [row]) : []
  if (!summary) throw new NotFoundError('conversation')
  return summary
}

/** A chat says who answers. */
export async function requireRevealed(userId: string, id: string): Promise<void> {
  const row = await chatDatabase(id).conversation.findFirst({ where: { id, userId }, select: { id: true, blind: true } })
  if (row && (await hiddenAmong([row])).size > 0) {
    throw new AppError('vote_first', 409, 'This comparison is blind: vote before you continue with an answer.')
  }
}

/** Drops the content of what was deleted a day ago; the ledger stays. */
export async function purgeDeletedConversations(now: Date): Promise<number> {
  const where = { deletedAt: { lt: new Date(now.getTime() - undoMs) } }
  const blind = await database().conversation.findMany({ where: { ...where, blind: true }, select: { id: true } })
  const temporary = JSON.stringify(await temporaryChatIds())
  const [{ count }] = await database().$transaction([
    database().conversation.deleteMany({ where }),
    database().$executeRaw`DELETE FROM "Budget" WHERE "scope" = 'conversation'
      AND "target" NOT IN (SELECT "id" FROM "Conversation" UNION ALL SELECT "value" FROM json_each(${temporary}))`,
    ...blind.map(({ id }) => sumAnew(id))
  ])
  if (count > 0) await dropDeletedWords()
  return count
}
