import type { ChatMessage } from './message.ts'

/** The part of a message that makes a conversation a tree. */
type Node = Pick<ChatMessage, 'id' | 'metadata'>

function parentOf(message: Node): string | null {
  return message.metadata?.parentId ?? null
}

/** The messages from the first to `leafId`, in order; empty when the leaf is not there. */
export function branchTo<Message extends Node>(messages: readonly Message[], leafId: string | null): Message[] {
  const byId = new Map(messages.map(message => [message.id, message]))
  const branch: Message[] = []
  const seen = new Set<string>()
  let id = leafId
  while (id !== null && !seen.has(id)) {
    const message = byId.get(id)
    if (!message) break
    seen.add(id)
    branch.push(message)
    id = parentOf(message)
  }
  return branch.reverse()
}

/** The alternatives at the place of a message, itself included, oldest first. */
export function siblingsOf<Message extends Node>(messages: readonly Message[], id: string): Message[] {
  const message = messages.find(candidate => candidate.id === id)
  if (!message) return []
  const parent = parentOf(message)
  return messages.filter(candidate => parentOf(candidate) === parent)
}

/** Where a branch that goes through `id` ends: its newest child, that one's newest child, and so on. */
export function deepestLeaf(messages: readonly Node[], id: string): string {
  const newestChild = new Map<string, string>()
  for (const message of messages) {
    const parent = parentOf(message)
    if (parent !== null) newestChild.set(parent, message.id)
  }
  const seen = new Set<string>()
  let leaf = id
  for (let next = newestChild.get(leaf); next !== undefined && !seen.has(next); next = newestChild.get(leaf)) {
    seen.add(next)
    leaf = next
  }
  return leaf
}

/** The end of the branch to show: the selected one, unless `shownId` is a message elsewhere. */
export function leafThrough(messages: readonly Node[], selectedLeafId: string | null, shownId: string | null): string | null {
  if (shownId === null || branchTo(messages, selectedLeafId).some(({ id }) => id === shownId)) return selectedLeafId
  return messages.some(({ id }) => id === shownId) ? deepestLeaf(messages, shownId) : selectedLeafId
}
