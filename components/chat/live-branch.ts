'use client'

import type { Chat } from '@ai-sdk/react'
import { startTransition, useEffect, useState } from 'react'
import type { ChatMessage } from '../../lib/chat/message.ts'

/** Between two drawings of an answer that is being written. */
const drawEveryMs = 50
/** More that come at once need not be drawn at once. */
const manyMessages = 100

/**
 * The branch on screen, which stays the same while its last answer grows: nothing but that answer is drawn for every word, it
 * asks for its own (`useLiveMessage`).
 */
export function useSettledBranch(chat: Chat<ChatMessage>): readonly ChatMessage[] {
  const [messages, setMessages] = useState<readonly ChatMessage[]>(chat.messages)

  // Words come over the network.
  useEffect(() => {
    let count = chat.messages.length
    const take = () => {
      const show = () => setMessages(before => unlessGrown(before, chat.messages))
      const more = chat.messages.length - count
      count = chat.messages.length
      if (more > manyMessages) startTransition(show)
      else show()
    }
    take()
    return chat['~registerMessagesCallback'](take, drawEveryMs)
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
 * still holds the words that the answer began with, and these are no step back.
 */
export function useLiveMessage<Message extends ChatMessage | undefined>(chat: Chat<ChatMessage>, shown: Message, live: boolean): Message {
  const [latest, setLatest] = useState(shown)
  const id = shown?.id
  const grows = live || shown?.metadata?.status === 'streaming'

  // Words come over the network.
  useEffect(() => {
    if (!grows || id === undefined) return
    const take = () => setLatest(before => (latestOf(chat, id, before) ?? before) as Message)
    take()
    return chat['~registerMessagesCallback'](take, drawEveryMs)
  }, [chat, id, grows])
  return grows && latest?.id === id ? latest : shown
}

/** Its figures keep their object while they say the same: what shows only them is not drawn for every word. */
function latestOf(chat: Chat<ChatMessage>, id: string, before: ChatMessage | undefined): ChatMessage | undefined {
  const latest = chat.messages.findLast(message => message.id === id)
  if (!latest || before?.id !== id || !before.metadata || !saysTheSame(before, latest)) return latest
  return { ...latest, metadata: before.metadata }
}

function saysTheSame({ metadata }: ChatMessage, { metadata: other }: ChatMessage): boolean {
  return JSON.stringify(metadata) === JSON.stringify(other)
}
