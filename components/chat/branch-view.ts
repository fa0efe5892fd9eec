import type { FileUIPart } from 'ai'
import { branchTo } from '../../lib/chat/branch.ts'
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

/** What is on screen with what stands before it. */
export function withEarlier(tree: readonly ChatMessage[], shown: readonly ChatMessage[]): ChatMessage[] {
  return [...branchTo(tree, shown[0]?.metadata?.parentId ?? null), ...shown]
}

export interface Siblings {
  /** From 1. */
  position: number
  count: number
  previousId: string | null
  nextId: string | null
}

/** Where each message stands among the alternatives at its place; one that has none is not in it. */
export function siblingIndex(tree: readonly ChatMessage[]): ReadonlyMap<string, Siblings> {
  const groups = Map.groupBy(tree, message => message.metadata?.parentId ?? null)
  const index = new Map<string, Siblings>()
  for (const siblings of groups.values()) {
    if (siblings.length < 2) continue
    for (const [at, { id }] of siblings.entries()) {
      index.set(id, {
        position: at + 1,
        count: siblings.length,
        previousId: siblings[at - 1]?.id ?? null,
        nextId: siblings[at + 1]?.id ?? null
      })
    }
  }
  return index
}

/** Text of a message, without reasoning and tools: what Copy takes and Edit puts back. */
export function filesOf(message: ChatMessage): FileUIPart[] {
  return message.parts.filter(part => part.type === 'file')
}

export function textOf(message: ChatMessage): string {
  return message.parts
    .flatMap(part => (part.type === 'text' ? [part.text] : []))
    .join('\n\n')
    .trim()
}
