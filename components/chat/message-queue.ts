import type { FileUIPart } from 'ai'
import { uuidv7 } from 'uuidv7'
import { isTemporary } from '../../lib/chat/temporary.ts'
import type { TurnSettings } from '../../lib/chat/turn-request.ts'

/** A question that waits for the answer before it. */
export interface QueuedMessage {
  /** The question's and its answer's: made when it was queued, so that it is one turn however often and wherever it is sent. */
  id: string
  answerId: string
  text: string
  /** Stored ones. */
  files: readonly FileUIPart[]
  settings: TurnSettings
  /** What it follows when it is a branch; absent: the end of the one on screen. */
  parentId?: string | null
  /** Confirmed beyond the budgets that ask. */
  overBudget?: true
  /** The page where it was queued: it sends it, so that its branch is shown there; another page only when that one is gone. */
  pageId: string
}

export const thisPageId = uuidv7()

export interface QueueState {
  items: readonly QueuedMessage[]
  /** The answer that the first one waits for; `null`: it is the conversation's first question. */
  after: string | null
  /** Why nothing is sent until somebody says so. */
  paused: string | null
  /** The one that is sent however the answer before it ends. */
  now: string | null
  /** Steno did not answer the last attempt: it is tried again by itself. */
  unreachable: boolean
}

export const emptyQueue: QueueState = { items: [], after: null, paused: null, now: null, unreachable: false }

/**
 * What waits to be asked in one conversation. It lives where drafts do, in the browser: the tabs of one browser share it, and
 * nothing is asked of a model while no page is open. Storage may be full or forbidden: then it lives as long as the page, as it does
 * in a temporary chat.
 */
export class MessageQueue {
  readonly #key: string
  readonly #isTemporary: boolean
  readonly #listeners = new Set<() => void>()
  #state: QueueState = emptyQueue
  /** What is being changed on this page. */
  readonly #held = new Set<string>()
  #isStored: boolean

  /** `isStored`: the conversation has its address, so that a reload finds the queue again. */
  constructor(conversationId: string, isStored: boolean) {
    this.#key = `steno:queue:${conversationId}`
    this.#isTemporary = isTemporary(conversationId)
    this.#isStored = isStored && !this.#isTemporary
    this.#read()
  }

  get name(): string {
    return this.#key
  }

  readonly getState = (): QueueState => this.#state

  readonly subscribe = (listener: () => void): (() => void) => {
    if (this.#listeners.size === 0) globalThis.addEventListener?.('storage', this.#onStorage)
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size === 0) globalThis.removeEventListener?.('storage', this.#onStorage)
    }
  }

  /** Takes over what another tab has written, before that is told. */
  reread(): void {
    this.#read()
  }

  /** Another tab may have written since: what is changed is what is stored. */
  change(change: (state: QueueState) => Partial<QueueState>): void {
    this.#read()
    const next = { ...this.#state, ...change(this.#state) }
    this.#state = next.items.length === 0 ? emptyQueue : next
    this.#write()
    this.#tell()
  }

  /** `waitsFor`: the answer that is being written. */
  add(item: QueuedMessage, waitsFor: string | null): void {
    this.change(({ items, ...rest }) =>
      items.length === 0 ? { ...emptyQueue, items: [item], after: waitsFor } : { ...rest, items: [...items, item] }
    )
  }

  edit(id: string, text: string): void {
    this.change(({ items }) => ({ items: items.map(item => (item.id === id ? { ...item, text } : item)) }))
  }

  drop(id: string): void {
    this.change(({ items }) => ({ items: items.filter(item => item.id !== id) }))
  }

  /** Whether it is being changed. */
  isHeld(id: string): boolean {
    return this.#held.has(id)
  }

  /** It is not sent while it is changed; the result lets go. */
  hold(id: string): () => void {
    this.#held.add(id)
    return () => {
      this.#held.delete(id)
      this.#tell()
    }
  }

  /** One place up (-1) or down (1). */
  move(id: string, by: -1 | 1): void {
    this.change(({ items }) => {
      const from = items.findIndex(item => item.id === id)
      const item = items[from]
      const to = from + by
      return item && to >= 0 && to < items.length ? { items: items.toSpliced(from, 1).toSpliced(to, 0, item) } : {}
    })
  }

  pause(reason: string): void {
    this.change(() => ({ paused: reason, now: null, unreachable: false }))
  }

  /** It is asked: the next one waits for its answer. */
  sent({ id, answerId }: QueuedMessage): void {
    this.change(({ items, now }) => ({
      items: items.filter(item => item.id !== id),
      after: answerId,
      unreachable: false,
      now: now === id ? null : now
    }))
  }

  /** The conversation has got its address. */
  keep(): void {
    if (this.#isStored || this.#isTemporary) return
    this.#isStored = true
    this.#write()
  }

  readonly #onStorage = (event: StorageEvent): void => {
    if (event.key !== this.#key) return
    this.#read()
    this.#tell()
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }

  #read(): void {
    if (!this.#isStored) return
    try {
      this.#state = parseQueue(globalThis.localStorage?.getItem(this.#key) ?? null)
    } catch (error) {
      forgive(error)
    }
  }

  #write(): void {
    if (!this.#isStored) return
    try {
      if (this.#state.items.length === 0) localStorage.removeItem(this.#key)
      else localStorage.setItem(this.#key, JSON.stringify(this.#state))
    } catch (error) {
      forgive(error)
      // What cannot be stored must not be read back.
      this.#isStored = false
    }
  }
}

/** Whatever else lies there is no queue of ours. */
function parseQueue(stored: string | null): QueueState {
  if (stored === null) return emptyQueue
  try {
    const parsed: Partial<QueueState> | null = JSON.parse(stored)
    const items = parsed?.items
    if (!Array.isArray(items) || !items.every(item => typeof item?.id === 'string' && typeof item.answerId === 'string')) return emptyQueue
    return { ...emptyQueue, ...parsed, items }
  } catch (error) {
    if (error instanceof SyntaxError) return emptyQueue
    throw error
  }
}

/** Quota and privacy settings speak through DOMException; anything else is a fault of ours. */
function forgive(error: unknown): void {
  if (!(error instanceof DOMException)) throw error
}
