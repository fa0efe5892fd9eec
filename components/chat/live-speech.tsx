'use client'

import type { Chat } from '@ai-sdk/react'
import { useEffect, useRef, useState } from 'react'
import type { ChatMessage } from '../../lib/chat/message.ts'
import { textOf } from './branch-view.ts'
import { onChanges } from './chat-changes.ts'

/** Sentences that come faster than they can be read out are read together. */
const speakEveryMs = 1500
/** More than a reader can be behind. */
const keptPieces = 8

/**
 * Speaks the running answer (`null`: there is none) in whole sentences; a screen reader that heard every token would hear nothing. An
 * answer is spoken to its end, which may come a moment after its turn has ended, after the next has begun, or once a lost line is back.
 */
export function LiveSpeech({ chat, runningId }: { chat: Chat<ChatMessage>; runningId: string | null }) {
  const [pieces, setPieces] = useState<readonly { number: number; words: string }[]>([])
  const count = useRef(0)
  /** Answers that have run here and are not spoken to their end, and how many letters of them are. */
  const unspoken = useRef(new Map<string, number>())

  // Words come over the network.
  useEffect(() => {
    if (runningId !== null && !unspoken.current.has(runningId)) unspoken.current.set(runningId, 0)
    const take = () => {
      const words = [...unspoken.current].flatMap(([id, position]) => {
        const message = chat.messages.findLast(other => other.id === id)
        if (!message) return []
        const text = textOf(message)
        const isLive = id === runningId || message.metadata?.status === 'streaming'
        const end = Math.max(position, isLive ? lastSentenceEnd(text, message) : text.length)
        if (isLive) unspoken.current.set(id, end)
        else unspoken.current.delete(id)
        return [text.slice(position, end).trim(), isLive ? '' : spokenOutcome(message.metadata?.status)]
      })
      const spoken = words.filter(Boolean).join(' ')
      if (spoken === '') return
      const number = ++count.current
      setPieces(before => [...before.slice(1 - keptPieces), { number, words: spoken }])
    }
    take()
    return onChanges(chat, speakEveryMs, take)
  }, [chat, runningId])

  // What is added is read out, though it may be what was said before.
  return (
    <div aria-live="polite" className="sr-only">
      {pieces.map(({ number, words }) => (
        <p key={number}>{words}</p>
      ))}
    </div>
  )
}

function spokenOutcome(status: string | undefined): string {
  if (status === 'stopped') return 'Stopped.'
  if (status === 'failed' || status === 'interrupted') return 'The answer broke off.'
  return ''
}

/** Looked for from the end, letter by letter: a search from every place would take the square of a text without sentences. */
function lastSentenceEnd(text: string, { parts }: ChatMessage): number {
  // No more comes behind these words for as long as a tool runs.
  if (parts.every(part => part.type !== 'text' || part.state === 'done')) return text.length
  for (let end = text.length; end > 0; end--) {
    const last = text.charAt(end - 1)
    if ('\n。！？'.includes(last) || ('.!?:'.includes(last) && /\s/.test(text.charAt(end)))) return end
  }
  return 0
}
