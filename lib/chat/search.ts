/** What of a conversation can be found. */
export type SearchKind = 'title' | 'question' | 'answer' | 'thought' | 'tool'

/** A piece of a snippet; `mark`: it is what was searched for. */
export interface SnippetPiece {
  text: string
  mark: boolean
}

export interface SearchHit {
  kind: SearchKind
  /** `null`: the title. */
  messageId: string | null
  /** ISO 8601. */
  createdAt: string
  snippet: SnippetPiece[]
}

/** What was found in one conversation, the best first. */
export interface SearchGroup {
  conversationId: string
  /** A comparison that goes on as a chat is one. */
  kind: 'chat' | 'compare'
  title: string
  hits: SearchHit[]
  /** Hits of the same search beyond those. */
  more: number
}

export interface SearchPage {
  groups: SearchGroup[]
  /** Pass as `?cursor=`; `null` at the end. A page can be empty and still have one behind it. */
  nextCursor: string | null
}
