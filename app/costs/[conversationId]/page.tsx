import { notFound } from 'next/navigation'
import { ConversationBillPage } from '@/components/costs/conversation-bill-page.tsx'
import { currentUserId } from '@/lib/auth/current-user.ts'
import { readBill } from '@/lib/db/conversation-bill.ts'
import { NotFoundError } from '@/lib/errors.ts'

export default async function ConversationCosts({ params }: { params: Promise<{ conversationId: string }> }) {
  const { conversationId } = await params
  const bill = await readBill(await currentUserId(), conversationId).catch((error: unknown) => {
    if (error instanceof NotFoundError) notFound()
    throw error
  })
  return <ConversationBillPage bill={bill} renderedAt={new Date().toISOString()} />
}
