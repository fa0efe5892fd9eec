import { notFound } from 'next/navigation'
import { ConversationPage } from '@/components/chat/chat-page.tsx'
import { currentUserId } from '@/lib/auth/current-user.ts'
import { loadConversation } from '@/lib/db/conversations.ts'

export default async function Conversation({ params }: { params: Promise<{ conversationId: string }> }) {
  const { conversationId } = await params
  const detail = await loadConversation(await currentUserId(), conversationId)
  if (!detail) notFound()
  return <ConversationPage detail={detail} />
}
