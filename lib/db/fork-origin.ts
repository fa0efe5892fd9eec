import 'server-only'
import type { ForkOrigin } from '../chat/conversation.ts'
import { database } from './client.ts'
import type { Conversation } from './generated/client.ts'

/** Where a conversation was branched off; `null` for one that began by itself. */
export async function forkOriginOf({
  userId,
  forkedFromId,
  forkedAtId
}: Pick<Conversation, 'userId' | 'forkedFromId' | 'forkedAtId'>): Promise<ForkOrigin | null> {
  if (forkedFromId === null || forkedAtId === null) return null
  const origin = await database().conversation.findFirst({ where: { id: forkedFromId, userId, deletedAt: null }, select: { title: true } })
  return { conversationId: forkedFromId, messageId: forkedAtId, title: origin?.title ?? null }
}
