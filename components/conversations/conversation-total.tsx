import Link from 'next/link'
import type { CostTotal } from '@/lib/chat/conversation.ts'
import { Mark } from '../ui/mark.tsx'
import { totalOf } from './cost-total.ts'

interface ConversationTotalProps {
  conversationId: string
  cost: CostTotal
  word: string
}

/** The double rule is under the figure alone. */
const partly = 'at least '

/** What it has all cost, with the double rule of a total; leads to the calls that it is the sum of. */
export function ConversationTotal({ conversationId, cost, word }: ConversationTotalProps) {
  const { text, state, spoken } = totalOf(cost, 'note')
  const isPartial = text?.startsWith(partly)
  return (
    <Link
      href={`/costs/${conversationId}`}
      prefetch={false}
      title="What each call cost"
      className="hit ml-auto flex shrink-0 items-center gap-3 rounded-xs text-ui"
    >
      <span className="text-ink-3 max-sm:sr-only">{word}</span>
      {text === null ? (
        <span className="text-ink-2">
          <Mark kind={state === 'pending' ? 'pending' : 'unknown'} />
        </span>
      ) : (
        <span className="whitespace-nowrap">
          {isPartial && <span className="text-ink-3">{partly}</span>}
          <span className="total column text-ink">
            {isPartial ? text.slice(partly.length) : text}
            <span className="sr-only">{spoken}</span>
          </span>
        </span>
      )}
    </Link>
  )
}
