import 'server-only'
import type { EditedAnswer } from '../chat/branch-request.ts'
import { editedParts, lastTextOf } from '../chat/edited-parts.ts'
import type { ChatMessage } from '../chat/message.ts'
import type { ReasoningSource } from '../chat/model-family.ts'
import { AppError, NotFoundError } from '../errors.ts'
import { chatDatabase, requireOneKind } from './chat-database.ts'
import { requireRevealed, toChatMessage } from './conversations.ts'
import { copyParts, copySettings, copyWrites, newCallIds } from './copy-messages.ts'
import type { Message } from './generated/client.ts'
import { readMetadata, readParts } from './json-columns.ts'
import { refuseTooMuchText } from './question.ts'
import { requireQuiet, writeAndSelect } from './quiet-conversation.ts'
import { isUniqueViolation } from './unique-violation.ts'

/** Whose reasoning some steps hold. */
type SourcesOf = (steps: readonly { wire: string; model: string }[]) => ReasoningSource[]

/**
 * A sibling of an answer with another text, selected. The steps that called tools stay as they are, thoughts and all; the last one
 * becomes the text alone: its reasoning was signed for words that are not there any more, and stays with the original. The same edit
 * again is the same message.
 */
export async function editAnswer(
  userId: string,
  messageId: string,
  { id, text }: EditedAnswer,
  sourcesOf: SourcesOf
): Promise<{ message: ChatMessage; conversationId: string }> {
  refuseTooMuchText([text])
  requireOneKind([messageId, id])
  const content = chatDatabase(messageId)
  const original = await content.message.findFirst({
    where: { id: messageId, role: 'assistant', conversation: { userId, deletedAt: null } },
    include: { steps: { orderBy: { position: 'asc' }, select: { position: true, wire: true, model: true } } }
  })
  if (!original) throw new NotFoundError('message')
  const { conversationId } = original
  const made = await madeBefore(original, { id, text })
  if (made) return { message: toChatMessage(made), conversationId }
  await requireRevealed(userId, conversationId)
  await requireQuiet(conversationId)
  const parts = editedParts(readParts(original.parts), text)
  if (!parts) throw new AppError('nothing_to_edit', 409, 'This answer does not end with a text.')
  const position = parts.filter(part => part.type === 'step-start').length - 1
  const callIds = await newCallIds([messageId])
  const settings = copySettings(original.settings)
  const { model, upstream } = readMetadata(original.metadata)
  const reasoning = sourcesOf(original.steps.filter(step => step.position < position))
  const writes = [
    content.message.create({
      data: {
        id,
        conversationId,
        parentId: original.parentId,
        role: 'assistant',
        status: 'complete',
        parts: JSON.stringify(copyParts(parts, callIds)),
        metadata: JSON.stringify({ model, upstream, ...(reasoning.length > 0 ? { reasoning } : {}), editedFrom: messageId }),
        settings: settings && JSON.stringify(settings)
      }
    }),
    ...copyWrites([{ from: original, id, steps: position }], callIds, conversationId),
    content.step.create({
      data: {
        messageId: id,
        position,
        wire: JSON.stringify({ role: 'assistant', content: text }),
        model: original.steps.at(-1)?.model ?? settings?.model ?? '',
        ended: true
      }
    })
  ]
  try {
    await writeAndSelect(conversationId, id, writes)
  } catch (error) {
    const first = isUniqueViolation(error) ? await madeBefore(original, { id, text }) : null
    if (!first) throw error
  }
  return { message: toChatMessage(await content.message.findUniqueOrThrow({ where: { id } })), conversationId }
}

/** The message that the same edit made when it came first. */
async function madeBefore(original: Message, { id, text }: EditedAnswer): Promise<Message | null> {
  const row = await chatDatabase(id).message.findUnique({ where: { id } })
  if (!row) return null
  const isSame = readMetadata(row.metadata).editedFrom === original.id && lastTextOf(readParts(row.parts)) === text
  if (row.conversationId === original.conversationId && isSame) return row
  throw new AppError('id_taken', 422, 'One of the ids in the request belongs to something else.')
}
