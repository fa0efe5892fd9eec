import Link from 'next/link'
import type { ForkOrigin } from '@/lib/chat/conversation.ts'

/** Above the first question of a chat that began as another one. */
export function ForkedFrom({ origin: { conversationId, messageId, title } }: { origin: ForkOrigin }) {
  return (
    <div className="entry-grid pt-4">
      <p className="text-ink-3 text-ui md:col-start-2">
        Forked from{' '}
        {title === null ? (
          'a chat that is deleted'
        ) : (
          <Link href={`/c/${conversationId}?message=${messageId}`} className="underline decoration-1 underline-offset-2 hover:text-ink">
            {title || 'Untitled'}
          </Link>
        )}
        . What was asked there was paid for there.
      </p>
    </div>
  )
}
