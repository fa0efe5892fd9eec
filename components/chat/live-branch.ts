'use client'

import type { Chat } from '@ai-sdk/react'
import { startTransition, useEffect, useRef, useState } from 'react'
import type { ChatMessage } from '../../lib/chat/message.ts'
import { onChanges } from './chat-changes.ts'
import type { GrowingText } from './growing-text.ts'

/** Between two drawings of an answer that is being written: five frames of most screens. The server sends 20 times a second. */
const drawEveryMs = 80
/** More that come at once need not be drawn at once. */
const manyMessages = 100

/**
 * The branch on screen, which stays the same while its last answer grows: nothing but that answer is drawn for every word, it
 * asks for its own (`useLiveMessage`).
 */
export function useSettledBranch(chat: Chat<ChatMessage>): readonly ChatMessage[] {
  const [messages, setMessages] = useState<readonly ChatMessage[]>(chat.messages)
  const held = useRef(messages)

  // Words come over the network.
  useEffect(() => {
    const take = () => {
      const before = held.current
      held.current = unlessGrown(before, chat.messages)
      // React would look at the whole page to find that nothing has changed.
      if (held.current === before) return
      const show = () => setMessages(held.current)
      if (held.current.length - before.length > manyMessages) startTransition(show)
      else show()
    }
    take()
    return onChanges(chat, drawEveryMs, take)
  }, [chat])
  return messages
}

/** The branch before, when since then its last answer has only grown. */
export function unlessGrown(before: readonly ChatMessage[], now: readonly ChatMessage[]): readonly ChatMessage[] {
  const last = now.length - 1
  const [old, grown] = [before[last], now[last]]
  if (before.length !== now.length || !old || !grown || grown.metadata?.status !== 'streaming') return now
  const isSame = before.every((message, index) => index === last || message === now[index])
  return isSame && old.id === grown.id && saysTheSame(old, grown) ? before : now
}

/**
 * A message as it is now: while it is `live`, its words so far. Its turn may end before the settled branch shows how: until then that
 * still holds the words that the answer began with, and these are no step back. Words of a text that only grows go to `growing`, and the
 * message stays as it is.
 */
export function useLiveMessage(chat: Chat<ChatMessage>, shown: ChatMessage, live: boolean, growing: GrowingText): ChatMessage {
  const [latest, setLatest] = useState(shown)
  const { id } = shown
  const grows = live || shown.metadata?.status === 'streaming'

  // Words come over the network.
  useEffect(() => {
    if (!grows) return
    const take = follow(chat, id, setLatest, growing)
    take()
    // Once its turn has ended its last words wait for nothing: what is copied then is all of it.
    const stop = onChanges(chat, live ? drawEveryMs : 0, take)
    return () => {
      stop()
      growing.clear()
    }
  }, [chat, id, live, grows, growing])
  return grows && latest.id === id ? latest : shown
}

/** To be called when a message may have changed: shows how it is now, and what of it only grows through `growing`. */
export function follow(chat: Chat<ChatMessage>, id: string, show: (message: ChatMessage) => void, growing: GrowingText): () => void {
  let shown: ChatMessage | null = null
  return () => {
    const now = chat.messages.findLast(message => message.id === id)
    if (!now) return
    const text = shown && grownText(shown, now)
    if (text !== null) growing.set(now.parts.length - 1, text)
    else {
      shown = copyOf(now, shown)
      growing.clear()
      show(shown)
    }
  }
}

/** The SDK goes on writing into what it gave. Figures keep their object while they say the same: what shows only them is not drawn anew. */
function copyOf(message: ChatMessage, before: ChatMessage | null): ChatMessage {
  const metadata = before?.metadata && saysTheSame(before, message) ? before.metadata : message.metadata && { ...message.metadata }
  return { ...message, parts: message.parts.map(part => ({ ...part })), ...(metadata && { metadata }) }
}

/** The last text of a message, when since before only that has grown. */
function grownText(before: ChatMessage, now: ChatMessage): string | null {
  const [old, last] = [before.parts.at(-1), now.parts.at(-1)]
  if (before.parts.length !== now.parts.length || !saysTheSame(before, now)) return null
  if (old?.type !== 'text' || last?.type !== 'text' || old.state !== last.state || old.text === '') return null
  const others = before.parts.slice(0, -1).every((part, index) => standsAs(part) === standsAs(now.parts[index]))
  return others && last.text.length >= old.text.length ? last.text : null
}

/** What of a part changes when it does. */
function standsAs(part: ChatMessage['parts'][number] | undefined): string {
  const state = part && 'state' in part ? part.state : ''
  return `${part?.type} ${state} ${part && 'text' in part ? part.text.length : ''}`
}

/** Asked for every word: most figures are no objects. */
function saysTheSame({ metadata }: ChatMessage, { metadata: other }: ChatMessage): boolean {
  if (!metadata || !other) return metadata === other
  const names = Object.keys(other) as (keyof typeof other)[]
  return (
    names.length === Object.keys(metadata).length &&
    names.every(name => metadata[name] === other[name] || JSON.stringify(metadata[name]) === JSON.stringify(other[name]))
  )
}
