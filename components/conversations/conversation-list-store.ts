import type { ConversationPage, ConversationSummary } from '@/lib/chat/conversation.ts'
import { request, requestJson } from '../http/request-json.ts'
import { subscribeToUserEvents } from '../http/user-events.ts'

interface ListState {
  conversations: readonly ConversationSummary[]
  nextCursor: string | null
  /** The last attempt to read the list failed: what is shown may be old. */
  stale: boolean
}

/** Several events of one turn are one reading. */
const settleMs = 200

/** The sidebar's list: first page from the server, kept fresh by events, older pages on demand. */
export class ConversationListStore {
  #state: ListState
  readonly #listeners = new Set<() => void>()
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(page: ConversationPage) {
    this.#state = { ...page, stale: false }
  }

  readonly getState = (): ListState => this.#state

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Listens to the server; the result stops it. */
  readonly start = (): (() => void) => subscribeToUserEvents(() => this.refreshSoon())

  refreshSoon(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#refresh(), settleMs)
  }

  async #refresh(): Promise<void> {
    try {
      const page = await requestJson<ConversationPage>('/api/conversations')
      const oldest = page.conversations.at(-1)?.updatedAt ?? ''
      const known = new Set(page.conversations.map(conversation => conversation.id))
      const older =
        page.nextCursor === null ? [] : this.#state.conversations.filter(({ id, updatedAt }) => !known.has(id) && updatedAt <= oldest)
      this.#set({
        conversations: [...page.conversations, ...older],
        nextCursor: older.length > 0 ? this.#state.nextCursor : page.nextCursor,
        stale: false
      })
    } catch {
      // Reading goes on by itself with the next event; until then the list says that it may be old.
      this.#set({ stale: true })
    }
  }

  async loadOlder(): Promise<void> {
    const { nextCursor } = this.#state
    if (nextCursor === null) return
    try {
      const page = await requestJson<ConversationPage>(`/api/conversations?cursor=${encodeURIComponent(nextCursor)}`)
      const known = new Set(this.#state.conversations.map(conversation => conversation.id))
      const more = page.conversations.filter(conversation => !known.has(conversation.id))
      this.#set({ conversations: [...this.#state.conversations, ...more], nextCursor: page.nextCursor, stale: false })
    } catch {
      // The button stays and can be pressed again.
      this.#set({ stale: true })
    }
  }

  async rename(id: string, title: string): Promise<void> {
    this.#replace(id, conversation => ({ ...conversation, title }))
    await requestJson(`/api/conversations/${id}`, 'PATCH', { title })
  }

  async remove(id: string): Promise<void> {
    this.#set({ conversations: this.#state.conversations.filter(conversation => conversation.id !== id) })
    await request(`/api/conversations/${id}`, { method: 'DELETE' })
  }

  async restore(id: string): Promise<void> {
    await requestJson(`/api/conversations/${id}`, 'PATCH', { deleted: false })
    await this.#refresh()
  }

  #replace(id: string, change: (conversation: ConversationSummary) => ConversationSummary): void {
    this.#set({
      conversations: this.#state.conversations.map(conversation => (conversation.id === id ? change(conversation) : conversation))
    })
  }

  #set(change: Partial<ListState>): void {
    this.#state = { ...this.#state, ...change }
    for (const listener of this.#listeners) listener()
  }
}
