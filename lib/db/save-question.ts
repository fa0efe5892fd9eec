import 'server-only'
import type { SavedQuestion } from '../chat/branch-request.ts'
import type { ChatMessage } from '../chat/message.ts'
import { AppError, NotFoundError } from '../errors.ts'
import { database } from './client.ts'
import { requireRevealed, toChatMessage } from './conversations.ts'
import { markDiscarded } from './discarded.ts'
import { questionWrites } from './open-turn.ts'
import { storeQuestion } from './question.ts'
import { requireQuiet } from './quiet-conversation.ts'

/** A question that is stored and selected, and that nobody is asked yet. The same one again is the same message. */
export async function saveQuestion(userId: string, conversationId: string, { parentId, message }: SavedQuestion): Promise<ChatMessage> {
  const conversation = await database().conversation.findFirst({
    where: { id: conversationId, userId, deletedAt: null },
    select: { id: true }
  })
  if (!conversation) throw new NotFoundError('conversation')
  if (parentId !== null && !(await database().message.findFirst({ where: { id: parentId, conversationId }, select: { id: true } }))) {
    throw new NotFoundError('message')
  }
  const question = await storeQuestion(userId, message)
  const before = await database().message.findUnique({ where: { id: question.id } })
  if (before) {
    const isSame =
      before.conversationId === conversationId && before.parentId === parentId && before.parts === JSON.stringify(question.parts)
    if (isSame) return toChatMessage(before)
    throw new AppError('id_taken', 422, 'One of the ids in the request belongs to something else.')
  }
  await requireRevealed(userId, conversationId)
  await requireQuiet(conversationId)
  await database().$transaction([
    ...questionWrites(conversationId, parentId, question, new Date()),
    database().conversation.update({ where: { id: conversationId }, data: { selectedLeafId: question.id } }),
    markDiscarded(conversationId)
  ])
  return toChatMessage(await database().message.findUniqueOrThrow({ where: { id: question.id } }))
}
