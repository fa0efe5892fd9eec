// Real: the AI SDK's chat, which makes new objects of a message for every word. Scripted: the words.
import { Chat } from '@ai-sdk/react'
import type { UIMessageChunk } from 'ai'
import { expect, test } from 'vitest'
import type { ChatMessage } from '@/lib/chat/message.ts'
import { GrowingText } from './growing-text.ts'
import { follow, unlessGrown } from './live-branch.ts'

const words = 200

const metadata = { status: 'streaming' as const, parentId: 'q', createdAt: '2026-01-01T00:00:00.000Z' }
const chunks: UIMessageChunk[] = [
  { type: 'start', messageId: 'a', messageMetadata: metadata },
  { type: 'reasoning-start', id: '0' },
  { type: 'reasoning-delta', id: '0', delta: 'A thought.' },
  { type: 'reasoning-end', id: '0' },
  { type: 'text-start', id: '1' },
  ...Array.from({ length: words }, (_, word): UIMessageChunk => ({ type: 'text-delta', id: '1', delta: `word ${word} ` })),
  { type: 'message-metadata', messageMetadata: { ...metadata, provider: 'Somebody' } },
  { type: 'text-delta', id: '1', delta: 'and the last.' },
  { type: 'text-end', id: '1' },
  { type: 'message-metadata', messageMetadata: { ...metadata, status: 'complete' } },
  { type: 'finish' }
]

function openChat(): Chat<ChatMessage> {
  const stream = async () =>
    new ReadableStream<UIMessageChunk>({
      start: controller => {
        for (const chunk of chunks) controller.enqueue(chunk)
        controller.close()
      }
    })
  return new Chat<ChatMessage>({ transport: { sendMessages: stream, reconnectToStream: stream } })
}

test('a branch changes with its messages and their figures, not with the words of an answer', async () => {
  const chat = openChat()
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

test.each([1, 2, 3, 5, 8, 13])(
  'looked at every %i tellings, an answer is shown anew for what it does, and no word is missing',
  async every => {
    const chat = openChat()
    const growing = new GrowingText()
    const drawings: ChatMessage[] = []
    let [tellings, heard] = [0, 0]
    growing.subscribe(() => {
      heard += 1
    })
    // As it was when it was drawn: the SDK goes on writing into what it gave.
    const take = follow(chat, 'a', message => drawings.push(structuredClone(message)), growing)
    const look = () => {
      take()
      const drawn = drawings.at(-1)?.parts ?? []
      const words = drawn
        .map((part, index) => [part.type === 'text' ? part.text : '', growing.textOf(index)].toSorted(byLength)[1])
        .join('')
      const answer = chat.messages.find(({ id }) => id === 'a')
      expect(words).toBe(answer?.parts.map(part => (part.type === 'text' ? part.text : '')).join('') ?? '')
    }
    chat['~registerMessagesCallback'](() => {
      if (tellings++ % every === 1 % every) look()
    })
    await chat.sendMessage({ text: 'Say it.' })
    look()
    expect(heard).toBeGreaterThan(words / every - 5)
    expect(drawings.length).toBeLessThan(15)
    expect(drawings.at(-1)).toEqual(chat.messages.at(-1))
  }
)

const byLength = (left: string, right: string) => left.length - right.length
