import { UnreadableRecord } from './check-conversation.ts'
import type { ForeignChat } from './foreign-chat.ts'

export type ForeignSource = never

export function foreignSourceOf(_value: unknown): ForeignSource | null {
  return null
}

export function readForeignChat(source: ForeignSource, _value: unknown): ForeignChat {
  throw new UnreadableRecord('', String(source))
}
