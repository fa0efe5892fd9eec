import 'server-only'
import type { VoteBody } from '../chat/comparison.ts'
import type { ConversationDetail } from '../chat/conversation.ts'
import { loadConversation } from '../db/conversations.ts'
import { saveVote } from '../db/votes.ts'
import { NotFoundError } from '../errors.ts'
import { hub } from './hub.ts'
import { upstreamOf } from './upstream.ts'
import { writeTitle } from './write-title.ts'

/** Stores a vote. With the first one a blind comparison is shown as it is, also to who is reading its streams. */
export async function vote(userId: string, conversationId: string, choice: VoteBody): Promise<ConversationDetail> {
  await saveVote(userId, conversationId, choice)
  hub().reveal(conversationId)
  hub().tell(userId, { type: 'conversation', conversationId })
  const conversation = await loadConversation(userId, conversationId)
  if (!conversation) throw new NotFoundError('conversation')
  // A blind comparison waits for its title until now: the words of an answer may say whose they are.
  const model = conversation.settings?.model
  if (model !== undefined) void writeTitle({ userId, conversationId, model, upstream: await upstreamOf(userId) })
  return conversation
}
