// Real: the AI SDK's chat, which makes new objects of a message for every word. Scripted: the words.
import { Chat } from '@ai-sdk/react'
import type { UIMessageChunk } from 'ai'
import { expect, test } from 'vitest'
import type { ChatMessage } from '@/lib/chat/message.ts'
import { unlessGrown } from './live-branch.ts'

const words = 200

test('a branch changes with its messages and their figures, not with the words of an answer', async () => {
  const metadata = { status: 'streaming' as const, parentId: 'q', createdAt: '2026-01-01T00:00:00.000Z' }
  const chunks: UIMessageChunk[] = [
    { type: 'start', messageId: 'a', messageMetadata: metadata },
    { type: 'text-start', id: '1' },
    ...Array.from({ length: words }, (_, word): UIMessageChunk => ({ type: 'text-delta', id: '1', delta: `word ${word} ` })),
    { type: 'message-metadata', messageMetadata: { ...metadata, provider: 'Somebody' } },
    { type: 'text-delta', id: '1', delta: 'and the last.' },
    { type: 'text-end', id: '1' },
    { type: 'message-metadata', messageMetadata: { ...metadata, status: 'complete' } },
    { type: 'finish' }
  ]
  const stream = async () =>
    new ReadableStream<UIMessageChunk>({
      start: controller => {
        for (const chunk of chunks) controller.enqueue(chunk)
        controller.close()
      }
    })
  const chat = new Chat<ChatMessage>({ transport: { sendMessages: stream, reconnectToStream: stream } })
  let branch: readonly ChatMessage[] = chat.messages
  let tellings = 0
  const seen = new Set<readonly ChatMessage[]>()
  chat['~registerMessagesCallback'](() => {
    tellings += 1
    branch = unlessGrown(branch, chat.messages)
    seen.add(branch)
  })
  await chat.sendMessage({ text: 'Say it.' })
  expect(tellings).toBeGreaterThan(words)
  expect(seen.size).toBeLessThan(10)
  expect(branch, 'what has ended is there whole').toBe(chat.messages)
  expect(JSON.stringify(branch)).toContain(`word ${words - 1} and the last.`)
})
