import 'server-only'
import type { UserEvent } from '../chat/events.ts'
import { env } from '../env.ts'
import { Journal } from './journal.ts'
import { JournalStore } from './journal-store.ts'
import { LiveTurn } from './live-turn.ts'

/** How long a turn waits for its place when the process is full. */
const queueMs = 30_000

/** Owner of every running turn of this process, and of the news about them. */
export class Hub {
  readonly #store = new JournalStore()
  readonly journal = new Journal(this.#store, 1)
  readonly #turns = new Map<string, LiveTurn>()
  readonly #waiting: { count: number; take: () => void }[] = []
  readonly #listeners = new Map<string, Set<(event: UserEvent) => void>>()
  #places = env.maxLiveTurns
  #number = 0
  readonly #closing = new AbortController()

  /** Aborted when the process ends: what can wait for the next one does. */
  get closing(): AbortSignal {
    return this.#closing.signal
  }

  /**
   * Takes places among the live turns, all at once: two comparisons that each held half of theirs would wait for each
   * other. `false` when they did not come free within 30 s, or never could.
   */
  async takePlaces(count: number): Promise<boolean> {
    if (count > env.maxLiveTurns) return false
    const decided = Promise.withResolvers<boolean>()
    const waiting = { count, take: () => decided.resolve(true) }
    this.#waiting.push(waiting)
    this.#givePlaces()
    const timer = setTimeout(() => {
      this.#waiting.splice(this.#waiting.indexOf(waiting), 1)
      decided.resolve(false)
      this.#givePlaces()
    }, queueMs)
    return await decided.promise.finally(() => clearTimeout(timer))
  }

  releasePlace(): void {
    this.#places += 1
    this.#givePlaces()
  }

  /** First come, first served. */
  #givePlaces(): void {
    for (let next = this.#waiting[0]; next !== undefined && next.count <= this.#places; next = this.#waiting[0]) {
      this.#places -= next.count
      this.#waiting.shift()
      next.take()
    }
  }

  get liveTurns(): number {
    return this.#turns.size
  }

  open(options: { messageId: string; conversationId: string; userId: string; isHidden: boolean }): LiveTurn {
    const turn = new LiveTurn({ ...options, number: ++this.#number })
    this.#turns.set(turn.messageId, turn)
    return turn
  }

  find(messageId: string): LiveTurn | undefined {
    return this.#turns.get(messageId)
  }

  close(turn: LiveTurn): void {
    this.#turns.delete(turn.messageId)
    this.journal.forget(turn)
  }

  /** The vote is there: who answers is shown from now on. */
  reveal(conversationId: string): void {
    for (const turn of this.#turns.values()) if (turn.conversationId === conversationId) turn.reveal()
  }

  /** Calls `listener` with what happens to this user's conversations; answers with the way to stop it. */
  listen(userId: string, listener: (event: UserEvent) => void): () => void {
    const listeners = this.#listeners.get(userId) ?? new Set()
    this.#listeners.set(userId, listeners)
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
      if (listeners.size === 0) this.#listeners.delete(userId)
    }
  }

  tell(userId: string, event: UserEvent): void {
    for (const listener of this.#listeners.get(userId) ?? []) listener(event)
  }

  /** Aborts every turn, or every one of a conversation, with `reason` and waits until each is stored. */
  async endAll(reason: Error, conversationId?: string): Promise<void> {
    const turns = [...this.#turns.values()].filter(turn => conversationId === undefined || turn.conversationId === conversationId)
    for (const turn of turns) turn.abort.abort(reason)
    await Promise.all(turns.map(turn => turn.ended))
  }

  async shutDown(): Promise<void> {
    this.#closing.abort()
    await this.#store.close()
  }
}

declare global {
  /** Next compiles instrumentation and each route as separate module graphs: only the global is one. */
  var stenoHub: Hub | undefined
}

/** The process's hub. */
export function hub(): Hub {
  globalThis.stenoHub ??= new Hub()
  return globalThis.stenoHub
}
