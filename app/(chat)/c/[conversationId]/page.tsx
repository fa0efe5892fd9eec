import { notFound } from 'next/navigation'
import { ConversationPage } from '@/components/chat/chat-page.tsx'
import { currentUserId } from '@/lib/auth/current-user.ts'
import { loadConversation } from '@/lib/db/conversations.ts'

interface ConversationProps {
  params: Promise<{ conversationId: string }>
  searchParams: Promise<{ message?: string | string[] }>
}

/** `?message=` shows the branch of a message; the selected one stays selected. */
export default async function Conversation({ params, searchParams }: ConversationProps) {
  const [{ conversationId }, { message }] = await Promise.all([params, searchParams])
  const detail = await loadConversation(await currentUserId(), conversationId, typeof message === 'string' ? message : null)
  if (!detail) notFound()
  return <ConversationPage detail={detail} />
}
