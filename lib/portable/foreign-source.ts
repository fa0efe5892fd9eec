import { z } from 'zod'
import type { ImportSource } from '../chat/import.ts'
import { chatgptConversation, fromChatgpt } from './chatgpt.ts'
import { checkConversation, reasonOf, UnreadableRecord } from './check-conversation.ts'
import type { ForeignChat } from './foreign-chat.ts'
import { type ForeignTree, toForeignChat } from './foreign-tree.ts'
import { fromLibrechat, librechatConversation } from './librechat.ts'
import { fromOpenWebui, openWebuiChat } from './open-webui.ts'

export type ForeignSource = Exclude<ImportSource, 'steno'>

const marks = z.looseObject({
  mapping: z.unknown().optional(),
  chat: z.unknown().optional(),
  messages: z.unknown().optional(),
  conversationId: z.unknown().optional()
})

/** Which program a conversation is of; `null` for none that Steno knows. */
export function foreignSourceOf(value: unknown): ForeignSource | null {
  const { mapping, chat, messages, conversationId } = marks.safeParse(value).data ?? {}
  if (typeof mapping === 'object' && mapping !== null) return 'chatgpt'
  if (typeof chat === 'object' && chat !== null) return 'open-webui'
  return Array.isArray(messages) && typeof conversationId === 'string' ? 'librechat' : null
}

const readers: Record<ForeignSource, (value: unknown) => ForeignTree> = {
  chatgpt: value => fromChatgpt(chatgptConversation.parse(value)),
  librechat: value => fromLibrechat(librechatConversation.parse(value)),
  'open-webui': value => fromOpenWebui(openWebuiChat.parse(value))
}

/** A conversation of another program, checked as one of ours is. */
export function readForeignChat(source: ForeignSource, value: unknown): ForeignChat {
  try {
    const chat = toForeignChat(readers[source](value))
    return { ...chat, record: checkConversation(chat.record) }
  } catch (error) {
    const [issue] = error instanceof z.ZodError ? error.issues : []
    if (issue) throw new UnreadableRecord(issue.path.map(String).join('.').slice(0, 120), reasonOf(issue))
    if (error instanceof RangeError) throw new UnreadableRecord('', 'It has a time that is none.')
    throw error
  }
}
