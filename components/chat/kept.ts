import type { ChatMessage } from '@/lib/chat/message.ts'
import { textOf } from './branch-view.ts'
import type { Kept } from './failure-words.ts'

/** What of an answer can be read. */
export function keptOf(message: ChatMessage): Kept {
  if (textOf(message) !== '') return 'text'
  return message.parts.some(part => part.type === 'reasoning') ? 'thought' : 'nothing'
}
