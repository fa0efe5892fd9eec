import 'server-only'
import { uuidv7 } from 'uuidv7'
import { branchTo } from '../chat/branch.ts'
import type { NewFork } from '../chat/branch-request.ts'
import { AppError, NotFoundError } from '../errors.ts'
import { refuseTemporary } from './chat-database.ts'
import { database } from './client.ts'
import { requireRevealed, toChatMessage } from './conversations.ts'
import { copiedRows, copyWrites, newCallIds } from './copy-messages.ts'
import { isUniqueViolation } from './unique-violation.ts'

/**
 * A new conversation with the branch to an answer: messages, steps with their wire verbatim, calls and files, under ids of their own.
 * No ledger row is copied: what it cost stays with the original. The same request again changes nothing.
 */
export async function forkConversation(userId: string, originId: string, { conversationId, messageId }: NewFork): Promise<void> {
  refuseTemporary(originId)
  const origin = await database().conversation.findFirst({
    where: { id: originId, userId, deletedAt: null },
    include: { messages: { orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] } }
  })
  if (!origin) throw new NotFoundError('conversation')
  if (await isMade(userId, originId, { conversationId, messageId })) return
  await requireRevealed(userId, originId)
  const rowOf = new Map(origin.messages.map(row => [row.id, row]))
  const branch = branchTo(
    origin.messages.map(row => toChatMessage(row)),
    messageId
  )
  const copies = branch.flatMap(({ id }) => {
    const from = rowOf.get(id)
    return from ? [{ from, id: uuidv7() }] : []
  })
  const last = copies.at(-1)
  if (last?.from.role !== 'assistant') throw new NotFoundError('message')
  // A copy of it would have nobody who writes on.
  if (copies.some(({ from }) => from.status === 'streaming')) {
    throw new AppError('turn_active', 409, 'This answer is still being written.', { retryable: true, messageId })
  }
  const callIds = await newCallIds(copies.map(({ from }) => from.id))
  const writes = [
    database().conversation.create({
      data: {
        id: conversationId,
        userId,
        title: titleOfFork(origin.title),
        selectedLeafId: last.id,
        folderId: origin.folderId,
        settings: origin.settings,
        forkedFromId: originId,
        forkedAtId: messageId
      }
    }),
    database().message.createMany({ data: copiedRows(copies, callIds, conversationId) }),
    ...copyWrites(copies, callIds, conversationId)
  ]
  try {
    await database().$transaction(writes)
  } catch (error) {
    if (!isUniqueViolation(error) || !(await isMade(userId, originId, { conversationId, messageId }))) throw error
  }
}

/** Whether the same request came before. */
async function isMade(userId: string, originId: string, { conversationId, messageId }: NewFork): Promise<boolean> {
  const made = await database().conversation.findUnique({ where: { id: conversationId } })
  if (!made) return false
  if (made.userId === userId && made.forkedFromId === originId && made.forkedAtId === messageId) return true
  throw new AppError('id_taken', 422, 'One of the ids in the request belongs to something else.')
}

const suffix = ' (fork)'

/** Two that are called the same could not be told apart in the sidebar. */
function titleOfFork(title: string): string {
  return title.endsWith(suffix) ? title : `${title}${suffix}`
}
