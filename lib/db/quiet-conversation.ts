import 'server-only'
import { AppError } from '../errors.ts'
import { chatDatabase } from './chat-database.ts'
import { markDiscarded } from './discarded.ts'
import type { Prisma } from './generated/client.ts'
import { writeChat } from './write-chat.ts'

/** Another branch is selected only where nothing is being answered. Throws 409. */
export async function requireQuiet(conversationId: string): Promise<void> {
  const live = await chatDatabase(conversationId).message.findFirst({
    where: { conversationId, status: 'streaming' },
    select: { id: true }
  })
  if (live) throw new AppError('turn_active', 409, 'This conversation is still being answered.', { retryable: true, messageId: live.id })
}

/** Writes a message and selects it, in one transaction. A turn that has begun since somebody looked keeps its place: 409. */
export async function writeAndSelect(conversationId: string, leafId: string, writes: Prisma.PrismaPromise<unknown>[]): Promise<void> {
  try {
    const selected = chatDatabase(conversationId).$executeRaw`UPDATE "Conversation" SET "selectedLeafId" = ${leafId},
        "updatedAt" = CASE WHEN NOT EXISTS (SELECT 1 FROM "Message" WHERE "conversationId" = ${conversationId} AND "status" = 'streaming')
          THEN "updatedAt" END
      WHERE "id" = ${conversationId}`
    await writeChat(conversationId, { content: [...writes, selected], ledger: [], follow: markDiscarded(conversationId) })
  } catch (error) {
    if (isTakenMeanwhile(error)) await requireQuiet(conversationId)
    throw error
  }
}

/**
 * Since the conversation was looked at, another turn has begun there, or it was deleted: "updatedAt" would become NULL, which takes the
 * whole transaction back.
 */
export function isTakenMeanwhile(error: unknown): boolean {
  return error instanceof Error && error.message.includes('NOT NULL constraint failed: Conversation.updatedAt')
}
