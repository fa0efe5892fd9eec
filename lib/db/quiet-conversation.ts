import 'server-only'
import { AppError } from '../errors.ts'
import { database } from './client.ts'

/** Another branch is selected only where nothing is being answered. Throws 409. */
export async function requireQuiet(conversationId: string): Promise<void> {
  const live = await database().message.findFirst({ where: { conversationId, status: 'streaming' }, select: { id: true } })
  if (live) throw new AppError('turn_active', 409, 'This conversation is still being answered.', { retryable: true, messageId: live.id })
}
