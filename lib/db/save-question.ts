import 'server-only'
import type { SavedQuestion } from '../chat/branch-request.ts'
import type { ChatMessage } from '../chat/message.ts'
import { AppError, NotFoundError } from '../errors.ts'
import { chatDatabase, requireOneKind } from './chat-database.ts'
import { requireRevealed, toChatMessage } from './conversations.ts'
import type { Message } from './generated/client.ts'
import { questionWrites } from './open-turn.ts'
import { idsOfQuestion, type StoredQuestion, storeQuestion } from './question.ts'
import { requireQuiet, writeAndSelect } from './quiet-conversation.ts'
import { isUniqueViolation } from './unique-violation.ts'

/** A question that is stored and selected, and that nobody is asked yet. The same one again is the same message. */
export async function saveQuestion(userId: string, conversationId: string, { parentId, message }: SavedQuestion): Promise<ChatMessage> {
  requireOneKind([conversationId, parentId, ...idsOfQuestion(message)])
  const content = chatDatabase(conversationId)
  const conversation = await content.conversation.findFirst({
    where: { id: conversationId, userId, deletedAt: null },
    select: { id: true }
  })
  if (!conversation) throw new NotFoundError('conversation')
  if (parentId !== null && !(await content.message.findFirst({ where: { id: parentId, conversationId }, select: { id: true } }))) {
    throw new NotFoundError('message')
  }
  const question = await storeQuestion(userId, message)
  const before = await savedBefore(conversationId, parentId, question)
  if (before) return toChatMessage(before)
  await requireRevealed(userId, conversationId)
  await requireQuiet(conversationId)
  try {
    await writeAndSelect(conversationId, question.id, questionWrites(conversationId, parentId, question, new Date()))
  } catch (error) {
    const first = isUniqueViolation(error) ? await savedBefore(conversationId, parentId, question) : null
    if (!first) throw error
  }
  return toChatMessage(await content.message.findUniqueOrThrow({ where: { id: question.id } }))
}

/** The message that the same request made when it came first. */
async function savedBefore(conversationId: string, parentId: string | null, { id, parts }: StoredQuestion): Promise<Message | null> {
  const row = await chatDatabase(id).message.findUnique({ where: { id } })
  if (!row) return null
  const isSame = row.conversationId === conversationId && row.parentId === parentId && row.parts === JSON.stringify(parts)
  if (isSame) return row
  throw new AppError('id_taken', 422, 'One of the ids in the request belongs to something else.')
}
