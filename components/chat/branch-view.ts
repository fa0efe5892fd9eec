import { branchTo, siblingsOf } from '../../lib/chat/branch.ts'
import type { ConversationDetail } from '../../lib/chat/conversation.ts'
import type { ChatMessage } from '../../lib/chat/message.ts'

/** The whole tree with what is on screen laid over it: a running answer is newer there than in what was read. */
export function overlayBranch(tree: readonly ChatMessage[], shown: readonly ChatMessage[]): ChatMessage[] {
  const byId = new Map(tree.map(message => [message.id, message]))
  for (const message of shown) byId.set(message.id, message)
  return [...byId.values()]
}

/**
 * The branch to show after the conversation was read again: the one on screen, unless it has grown elsewhere (another
 * tab went on with it) or is gone.
 */
export function branchAfterRefresh(detail: ConversationDetail, shownLeafId: string | null): ChatMessage[] {
  const selected = branchTo(detail.messages, detail.selectedLeafId)
  if (shownLeafId === null || selected.some(message => message.id === shownLeafId)) return selected
  const shown = branchTo(detail.messages, shownLeafId)
  return shown.length > 0 ? shown : selected
}

export interface Siblings {
  /** From 1. */
  position: number
  count: number
  previousId: string | null
  nextId: string | null
}

/** Where a message stands among the alternatives at its place; `null` when it is the only one. */
export function siblingsAt(tree: readonly ChatMessage[], id: string): Siblings | null {
  const siblings = siblingsOf(tree, id)
  if (siblings.length < 2) return null
  const index = siblings.findIndex(message => message.id === id)
  return {
    position: index + 1,
    count: siblings.length,
    previousId: siblings[index - 1]?.id ?? null,
    nextId: siblings[index + 1]?.id ?? null
  }
}

/** Text of a message, without reasoning and tools: what Copy takes and Edit puts back. */
export function textOf(message: ChatMessage): string {
  return message.parts
    .flatMap(part => (part.type === 'text' ? [part.text] : []))
    .join('\n\n')
    .trim()
}
