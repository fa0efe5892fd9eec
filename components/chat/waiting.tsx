'use client'

import type { ChatMessage } from '@/lib/chat/message.ts'
import { formatDuration } from '@/lib/cost/format.ts'
import { useQuiet } from './use-elapsed.ts'

/** Shown after this much silence. */
const quietMs = 3000

/** While something is to come and nothing moves: the cursor, and after a while who is being waited for. */
export function Waiting({ message, who }: { message: ChatMessage; who: string }) {
  const last = message.parts.findLast(part => part.type !== 'step-start' && part.type !== 'source-url')
  const length = last && 'text' in last && typeof last.text === 'string' ? last.text.length : 0
  const moving =
    (last?.type === 'reasoning' && last.state === 'streaming') || (last?.type === 'dynamic-tool' && !last.state.startsWith('output'))
  const quiet = useQuiet(`${message.parts.length}.${length}`, !moving, message.metadata?.quietMs)
  const waited = quiet !== null && quiet >= quietMs
  const hasCursor = last?.type === 'text' && length > 0
  if (moving || (hasCursor && !waited)) return null
  return (
    <p className="figures flex h-8 items-center text-body text-ink-3">
      {waited ? `${who} is working, ${formatDuration(Math.floor(quiet / 1000) * 1000)}` : <span className="live" />}
    </p>
  )
}
