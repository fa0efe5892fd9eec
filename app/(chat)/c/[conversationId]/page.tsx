import { notFound } from 'next/navigation'
import { ConversationPage } from '@/components/chat/chat-page.tsx'
import { TemporaryGone } from '@/components/chat/temporary-gone.tsx'
import { currentUserId } from '@/lib/auth/current-user.ts'
import { endOfBranch } from '@/lib/chat/branch-end.ts'
import { isTemporary } from '@/lib/chat/temporary.ts'
import { loadConversation } from '@/lib/db/conversations.ts'

interface ConversationProps {
  params: Promise<{ conversationId: string }>
  searchParams: Promise<{ message?: string | string[]; find?: string | string[]; in?: string | string[] }>
}

/** `?message=` shows the branch of a message; the selected one stays selected. `&find=` marks words in it, `&in=` says in which part. */
export default async function Conversation({ params, searchParams }: ConversationProps) {
  const [{ conversationId }, { message, find, in: part }] = await Promise.all([params, searchParams])
  const messageId = typeof message === 'string' ? message : null
  const detail = await loadConversation(await currentUserId(), conversationId, messageId)
  if (!detail && isTemporary(conversationId)) return <TemporaryGone />
  if (!detail) notFound()
  const found = messageId !== null && typeof find === 'string' ? { messageId, words: find, part: String(part) } : null
  return <ConversationPage detail={endOfBranch(detail)} found={found} />
}
