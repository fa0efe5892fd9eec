import type { Chat } from '@ai-sdk/react'
import type { ChatMessage } from '../../lib/chat/message.ts'

/**
 * Calls `take` when the messages of a chat have changed, at once or `everyMs` after it was called last. The SDK's own throttle does so
 * too, but sets its timer anew for every word.
 */
export function onChanges(chat: Chat<ChatMessage>, everyMs: number, take: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let takenAt = 0
  const takeNow = () => {
    timer = undefined
    takenAt = performance.now()
    take()
  }
  const stop = chat['~registerMessagesCallback'](() => {
    if (timer !== undefined) return
    const rest = takenAt + everyMs - performance.now()
    if (rest <= 0) takeNow()
    else timer = setTimeout(takeNow, rest)
  })
  return () => {
    stop()
    clearTimeout(timer)
  }
}
