import { type JournalEntry, PendingEntries, type TurnJournal } from './journal-entry.ts'
import { RowWriter } from './journal-row.ts'
import type { LiveTurn } from './live-turn.ts'

/** What the journal needs of its store; lib/turn/journal-store.ts is the real one. */
export interface RowStore {
  append(seq: number, entries: string): Promise<void>
  purge(below: number | 'all'): Promise<void>
}

/** A commit serves all turns; the next one waits this long unless nothing waited before. */
const intervalMs = 50
/** … or until this much text is waiting. */
const maxWaitingCharacters = 16 * 1024
/** Rows of ended turns are dropped in runs of at least this many: neighbours share pages, one by one costs each page again. */
const purgeRows = 2000

/**
 * Writes running turns down, and only then shows them. One group commit for all turns, at once when the journal was
 * idle, otherwise every 50 ms: a byte that a browser has seen is on disk. Those of temporary chats go the same way, unwritten.
 */
export class Journal {
  readonly #store: RowStore
  readonly #rows = new RowWriter()
  readonly #turns = new Set<LiveTurn>()
  readonly #dirty = new Set<LiveTurn>()
  /** Turns that have said something: their first words wait for nobody. */
  readonly #begun = new WeakSet<LiveTurn>()
  /** Turns of which something is missing on disk. */
  readonly #failures = new WeakMap<LiveTurn, JournalError>()
  #seq: number
  #purgedBelow: number
  #committing: Promise<void> | null = null
  #lastCommitAt = 0
  #commitStartedAt = 0
  #timer: NodeJS.Timeout | null = null
  #immediate: NodeJS.Immediate | null = null
  /** Resolved when the next commit is due: what readers hold back until then is in it. */
  #due = Promise.withResolvers<void>()
  #waitingCharacters = 0

  /** `nextSeq`: above every row that is still in the table. */
  constructor(store: RowStore, nextSeq: number) {
    this.#store = store
    this.#seq = nextSeq - 1
    this.#purgedBelow = nextSeq
  }

  /** Takes a turn in: what it adds is shown once it is on disk. */
  begin(turn: LiveTurn): TurnJournal {
    this.#turns.add(turn)
    return { add: entry => this.#add(turn, entry), settled: () => this.#settled(turn), readAgain: () => this.#readAgain(turn) }
  }

  /** How long the commit that is under way has taken so far. */
  get lagMs(): number {
    return this.#committing === null ? 0 : performance.now() - this.#commitStartedAt
  }

  /** The turn's end is stored: its rows may go. */
  forget(turn: LiveTurn): void {
    this.#turns.delete(turn)
    this.#dirty.delete(turn)
    this.#rows.forget(turn.number)
    void this.#purge()
  }

  #add(turn: LiveTurn, entry: JournalEntry): void {
    // Behind a gap nothing is written or shown: a later commit may find room again.
    if (this.#failures.has(turn)) return
    const before = turn.pending.size
    turn.add(entry)
    this.#waitingCharacters += turn.pending.size - before
    this.#dirty.add(turn)
    if (this.#begun.has(turn) || !isDelta(entry)) this.#schedule()
    else {
      this.#begun.add(turn)
      this.#commitSoon()
    }
  }

  #schedule(): void {
    if (this.#committing || this.#immediate) return
    const waited = performance.now() - this.#lastCommitAt
    if (waited >= intervalMs || this.#waitingCharacters >= maxWaitingCharacters) this.#commitSoon()
    else this.#wakeAfter(intervalMs - waited)
  }

  /** After this round of IO events: what the other turns received in it goes into the same commit. */
  #commitSoon(): void {
    this.#letReadersGo()
    this.#immediate ??= setImmediate(() => {
      this.#immediate = null
      this.#commit()
    })
  }

  #wakeAfter(delayMs: number): void {
    this.#timer ??= setTimeout(() => this.#commitSoon(), delayMs)
  }

  #letReadersGo(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    this.#due.resolve()
    this.#due = Promise.withResolvers()
  }

  #readAgain(turn: LiveTurn): Promise<void> | null {
    if (!this.#begun.has(turn)) return null
    const waited = performance.now() - this.#lastCommitAt
    if (waited >= intervalMs) return null
    this.#wakeAfter(intervalMs - waited)
    return this.#due.promise
  }

  /** Resolves when everything that the turn has said is on disk and shown; rejects when it could not be. */
  async #settled(turn: LiveTurn): Promise<void> {
    while (this.#committing || !turn.pending.isEmpty) {
      if (!this.#committing) this.#commit()
      await this.#committing
    }
    const failure = this.#failures.get(turn)
    if (failure) throw failure
  }

  /** What cannot even be put into words is an error as any other, and no reason to leave the others out. */
  async #append(seq: number, entries: Parameters<RowWriter['write']>[0]): Promise<void> {
    await this.#store.append(seq, this.#rows.write(entries))
  }

  #commit(): void {
    if (this.#committing || this.#dirty.size === 0) return
    this.#letReadersGo()
    const pieces = [...this.#dirty].map(turn => {
      const { pending } = turn
      turn.pending = new PendingEntries()
      return { turn, pending }
    })
    this.#dirty.clear()
    this.#waitingCharacters = 0
    // A commit that shows nothing, such as a call's id, must not make the first token wait for its turn.
    if (pieces.some(({ pending }) => pending.chunks.length > 0)) this.#lastCommitAt = performance.now()
    const written = pieces.filter(({ turn }) => !turn.isTemporary)
    // There is nothing that the others would have to wait for.
    for (const { turn, pending } of pieces) if (turn.isTemporary) this.#showUnwritten(turn, pending)
    if (written.length === 0) return
    const seq = ++this.#seq
    const entries = written.map(({ turn, pending }) => {
      const messageId = turn.firstRow === null ? turn.messageId : null
      turn.firstRow ??= seq
      return { turn: turn.number, messageId, entries: pending.entries() }
    })
    this.#commitStartedAt = performance.now()
    this.#committing = this.#append(seq, entries)
      .then(() => {
        for (const { turn, pending } of written) turn.show(pending.chunks)
      })
      .catch((error: unknown) => {
        // What is not on disk is not shown. The turn ends; the row keeps what was.
        for (const { turn } of written) this.#fail(turn, error)
      })
      .finally(() => {
        this.#committing = null
        if (this.#dirty.size > 0) this.#schedule()
      })
  }

  #showUnwritten(turn: LiveTurn, pending: PendingEntries): void {
    try {
      turn.show(pending.chunks)
    } catch (error) {
      this.#fail(turn, error)
    }
  }

  #fail(turn: LiveTurn, error: unknown): void {
    const failure = new JournalError(error)
    this.#failures.set(turn, failure)
    turn.pending = new PendingEntries()
    this.#dirty.delete(turn)
    turn.abort.abort(failure)
  }

  async #purge(): Promise<void> {
    if (this.#turns.size === 0) {
      if (this.#purgedBelow <= this.#seq) {
        this.#purgedBelow = this.#seq + 1
        await this.#store.purge('all').catch(() => undefined)
      }
      return
    }
    const oldest = Math.min(...[...this.#turns].map(turn => turn.firstRow ?? this.#seq + 1))
    if (oldest - this.#purgedBelow < purgeRows) return
    this.#purgedBelow = oldest
    // Left-over rows do no harm: recovery reads only those of messages that are still streaming.
    await this.#store.purge(oldest).catch(() => undefined)
  }
}

function isDelta(entry: JournalEntry): boolean {
  return entry.kind === 'chunk' && (entry.chunk.type === 'text-delta' || entry.chunk.type === 'reasoning-delta')
}

/** The journal could not write: nothing more may be shown. */
export class JournalError extends Error {
  constructor(cause: unknown) {
    super('The journal could not write', { cause })
    this.name = 'JournalError'
  }
}
