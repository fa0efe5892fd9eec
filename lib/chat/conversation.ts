import type { ChatSettings } from './chat-settings.ts'
import type { ChatMessage } from './message.ts'

/** Money of several generations. `atLeast`: some of them are pending or unknown, so the sum is a lower bound. */
export interface CostTotal {
  /** Decimal string of pico-dollars. */
  picoUsd: string
  pending: number
  unknown: number
}

/** One line of the sidebar. */
export interface ConversationSummary {
  id: string
  title: string
  /** ISO 8601, of the last turn. */
  updatedAt: string
  cost: CostTotal
  /** A turn is running in it. */
  streaming: boolean
  pinned: boolean
  archived: boolean
  folderId: string | null
  tags: string[]
}

/** A page's worth of conversations, newest first; before those of the first page all that are pinned. */
export interface ConversationPage {
  conversations: ConversationSummary[]
  /** Pass as `?cursor=`; `null` at the end. */
  nextCursor: string | null
}

/** What the chat page needs of one conversation: the whole tree, the selected leaf and the total. */
export interface ConversationDetail {
  id: string
  /** A `compare` one is a `ComparisonDetail`. */
  kind: 'chat' | 'compare'
  title: string
  /** Every message, oldest first; `metadata.parentId` makes it a tree. */
  messages: ChatMessage[]
  /** The message at the end of the branch to show; `null` in an empty conversation. */
  selectedLeafId: string | null
  /** Everything spent here, discarded branches and titles included. */
  cost: CostTotal
  /** What the next question is asked with: what was set for the conversation, else as the selected branch goes on (lib/chat/next-settings.ts). */
  settings: ChatSettings | null
  /** As the selected branch goes on by itself: what a prompt cache is still warm for. */
  branchSettings: ChatSettings | null
  /** On a page that is first drawn with the end of a long branch: the first message there, and how many questions stand before. */
  earlier?: { firstId: string; questions: number }
  /** The conversation whose beginning this one repeats, with the answer that it branched off at; `null`: none. */
  forkedFrom: ForkOrigin | null
}

export interface ForkOrigin {
  conversationId: string
  messageId: string
  /** `null` when the conversation is deleted. */
  title: string | null
}
