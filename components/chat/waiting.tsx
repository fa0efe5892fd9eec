'use client'

import { use } from 'react'
import type { ChatMessage } from '@/lib/chat/message.ts'
import { timeoutsOf } from '@/lib/chat/timeouts.ts'
import { useShell } from '../conversations/shell-context.ts'
import { GrowingTextContext } from './growing-text.ts'
import { useQuiet } from './use-elapsed.ts'
import { waitingWords } from './waiting-words.ts'

/** Shown after this much silence. */
const usualMs = 3000
/** Thoughts come in bursts, and their own row says that they are being had. */
const thinkingMs = 15_000

/** While something is to come and nothing moves: the cursor, and after a while who is being waited for, and until when. */
export function Waiting({ message, who }: { message: ChatMessage; who: string }) {
  const { settings } = useShell().settings
  const last = message.parts.findLast(part => part.type !== 'step-start' && part.type !== 'source-url')
  const length = last && 'text' in last && typeof last.text === 'string' ? last.text.length : 0
  const thinking = last?.type === 'reasoning' && last.state === 'streaming'
  const calling = last?.type === 'dynamic-tool' && !last.state.startsWith('output')
  const growing = use(GrowingTextContext)
  const quiet = useQuiet(() => `${message.parts.length}.${length}.${growing?.length}`, !calling, message.metadata?.quietMs)
  const waited = quiet !== null && quiet >= (thinking ? thinkingMs : usualMs)
  const begun = last?.type === 'text' || last?.type === 'reasoning'
  const hasCursor = last?.type === 'text' && length > 0
  if (calling || ((thinking || hasCursor) && !waited)) return null
  return (
    <p className="figures flex min-h-8 items-center text-body text-ink-3">
      {waited ? waitingWords({ who, quietMs: quiet, begun, timeouts: timeoutsOf(settings.timeouts) }) : <span className="live" />}
    </p>
  )
}
