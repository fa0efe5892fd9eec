'use client'

import type { Chat } from '@ai-sdk/react'
import { useEffect, useRef, useState } from 'react'
import type { ChatMessage } from '../../lib/chat/message.ts'
import { textOf } from './branch-view.ts'
import { onChanges } from './chat-changes.ts'

/** Sentences that come faster than they can be read out are read together. */
const speakEveryMs = 1500

/**
 * Speaks the running answer (`null`: there is none) in whole sentences; a screen reader that heard every token would hear nothing. It
 * is spoken to its end once it is all there, which may be a moment after its turn has ended, or after the next has begun.
 */
export function LiveSpeech({ chat, runningId }: { chat: Chat<ChatMessage>; runningId: string | null }) {
  const [spoken, setSpoken] = useState('')
  const [latestId, setLatestId] = useState(runningId)
  if (runningId !== null && runningId !== latestId) setLatestId(runningId)
  const isRunning = runningId !== null
  const said = useRef({ id: latestId, position: 0, toEnd: false })

  // Words come over the network.
  useEffect(() => {
    const speak = (isLive: boolean) => {
      const { id, position, toEnd } = said.current
      const message = chat.messages.findLast(other => other.id === id)
      if (!message || (toEnd && !isLive)) return
      const text = textOf(message)
      const end = Math.max(position, isLive ? lastSentenceEnd(text) : text.length)
      const words = [text.slice(position, end).trim(), isLive ? '' : spokenOutcome(message.metadata?.status)].filter(Boolean).join(' ')
      said.current = { id, position: end, toEnd: !isLive }
      if (words !== '') setSpoken(words)
    }
    if (said.current.id !== latestId) {
      speak(false)
      said.current = { id: latestId, position: 0, toEnd: false }
    }
    const take = () => {
      const message = chat.messages.findLast(other => other.id === latestId)
      speak(isRunning || message?.metadata?.status === 'streaming')
    }
    take()
    return onChanges(chat, speakEveryMs, take)
  }, [chat, latestId, isRunning])

  return (
    <div aria-live="polite" className="sr-only">
      {spoken}
    </div>
  )
}

function spokenOutcome(status: string | undefined): string {
  if (status === 'stopped') return 'Stopped.'
  if (status === 'failed' || status === 'interrupted') return 'The answer broke off.'
  return ''
}

/** Looked for from the end, letter by letter: a search from every place would take the square of a text without sentences. */
function lastSentenceEnd(text: string): number {
  for (let end = text.length - 1; end > 0; end--) {
    if ('.!?:\n'.includes(text.charAt(end - 1)) && /\s/.test(text.charAt(end))) return end
  }
  return 0
}
