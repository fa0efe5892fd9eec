import type { CostTotal } from '@/lib/chat/conversation.ts'
import { Mark } from '../ui/mark.tsx'
import { totalOf } from './cost-total.ts'

/** What it has all cost, with the double rule of a total. */
export function ConversationTotal({ cost, word }: { cost: CostTotal; word: string }) {
  const { text, state, spoken } = totalOf(cost, 'note')
  return (
    <p className="ml-auto flex shrink-0 items-center gap-3 text-ui">
      <span className="text-ink-3 max-sm:sr-only">{word}</span>
      {text === null ? (
        <span className="text-ink-2">
          <Mark kind={state === 'pending' ? 'pending' : 'unknown'} />
        </span>
      ) : (
        <span className="total column text-ink">
          {text}
          <span className="sr-only">{spoken}</span>
        </span>
      )}
    </p>
  )
}
