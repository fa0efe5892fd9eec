import type { ConversationPage, ConversationSummary } from '@/lib/chat/conversation.ts'
import type { Folder, KeepingChange, Tag } from '@/lib/chat/keeping.ts'
import { request, requestJson } from '../http/request-json.ts'
import { subscribeToUserEvents } from '../http/user-events.ts'

/** Which conversations are listed. */
export interface ListView {
  archived: boolean
  folderId: string | null
  tag: string | null
}

export const everything: ListView = { archived: false, folderId: null, tag: null }

interface ListState {
  view: ListView
  /** `null` until somebody wanted to see them. */
  folders: readonly Folder[] | null
  tags: readonly Tag[]
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
  readonly #out = new Map<string, { row: ConversationSummary; view: ListView }>()
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(page: ConversationPage) {
    this.#state = { ...page, stale: false, view: everything, folders: null, tags: [] }
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

  /** Lists others. */
  show(view: ListView): void {
    this.#set({ view, conversations: [], nextCursor: null })
    void this.#refresh()
  }

  /** Folders and tags. */
  async loadFolders(): Promise<void> {
    try {
      const [{ folders }, { tags }] = await Promise.all([
        requestJson<{ folders: Folder[] }>('/api/folders'),
        requestJson<{ tags: Tag[] }>('/api/tags')
      ])
      this.#set({ folders, tags })
    } catch {
      // Asked for again with the next look at them.
      this.#set({ stale: true })
    }
  }

  #address(cursor: string | null): string {
    const { archived, folderId, tag } = this.#state.view
    return `/api/conversations?${new URLSearchParams({
      ...(archived ? { archived: 'true' } : {}),
      ...(folderId === null ? {} : { folderId }),
      ...(tag === null ? {} : { tag }),
      ...(cursor === null ? {} : { cursor })
    })}`
  }

  async #refresh(): Promise<void> {
    const { view } = this.#state
    try {
      const page = await requestJson<ConversationPage>(this.#address(null))
      if (view !== this.#state.view) return
      const oldest = page.conversations.at(-1)?.updatedAt ?? ''
      const known = new Set(page.conversations.map(conversation => conversation.id))
      const older =
        page.nextCursor === null
          ? []
          : this.#state.conversations.filter(({ id, updatedAt, pinned }) => !known.has(id) && !pinned && updatedAt <= oldest)
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
    const { nextCursor, view } = this.#state
    if (nextCursor === null) return
    try {
      const page = await requestJson<ConversationPage>(this.#address(nextCursor))
      if (view !== this.#state.view) return
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

  /** All tags that it has from now on. */
  async tag(id: string, tags: readonly string[]): Promise<void> {
    await requestJson(`/api/conversations/${id}`, 'PATCH', { tags })
    await Promise.all([this.#refresh(), this.loadFolders()])
  }

  async remove(id: string): Promise<void> {
    this.#takeOut([id])
    await request(`/api/conversations/${id}`, { method: 'DELETE' })
  }

  async restore(id: string): Promise<void> {
    await requestJson(`/api/conversations/${id}`, 'PATCH', { deleted: false })
    this.#putBack([id])
    await this.#refresh()
  }

  /** Pins, archives, moves, deletes or brings back several. */
  async keep(ids: readonly string[], change: KeepingChange): Promise<void> {
    const { view } = this.#state
    const gone =
      change.deleted === true ||
      (change.archived !== undefined && change.archived !== view.archived) ||
      (change.folderId !== undefined && view.folderId !== null && change.folderId !== view.folderId)
    if (gone) this.#takeOut(ids)
    await requestJson('/api/conversations', 'PATCH', { ids, ...change })
    if (!gone) this.#putBack(ids)
    await this.#refresh()
  }

  #takeOut(ids: readonly string[]): void {
    for (const row of this.#state.conversations) if (ids.includes(row.id)) this.#out.set(row.id, { row, view: this.#state.view })
    this.#set({ conversations: this.#state.conversations.filter(({ id }) => !ids.includes(id)) })
  }

  /** Reading again brings back what stands on the first page only. */
  #putBack(ids: readonly string[]): void {
    const rows = ids.flatMap(id => {
      const out = this.#out.get(id)
      this.#out.delete(id)
      return out?.view === this.#state.view && !this.#state.conversations.some(other => other.id === id) ? [out.row] : []
    })
    if (rows.length === 0) return
    this.#set({ conversations: [...this.#state.conversations, ...rows].sort((a, b) => b.updatedAt.localeCompare(a.updatedAt)) })
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
