import { notFound } from 'next/navigation'
import { ComparisonPage } from '@/components/compare/comparison-page.tsx'
import { currentUserId } from '@/lib/auth/current-user.ts'
import { isComparison } from '@/lib/chat/comparison.ts'
import { loadConversation } from '@/lib/db/conversations.ts'

export default async function Comparison({ params }: { params: Promise<{ conversationId: string }> }) {
  const { conversationId } = await params
  const detail = await loadConversation(await currentUserId(), conversationId)
  if (!detail || !isComparison(detail)) notFound()
  return <ComparisonPage detail={detail} />
}
