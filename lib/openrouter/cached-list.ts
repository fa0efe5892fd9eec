/** A list as it was last fetched. */
interface Entry<Item> {
  items: readonly Item[]
  fetchedAt: number
}

export interface CachedItems<Item> {
  items: readonly Item[]
  /** Milliseconds since 1970. */
  fetchedAt: number
  /** The latest attempt failed and these are older. */
  stale: boolean
}

/** As long as OpenRouter lets its own edge keep the list (`s-maxage=300`). */
const freshForMs = 300_000

/**
 * Lists that change rarely, one per key. Whoever asks while a fetch is under way gets that fetch; a failed one gives
 * the older list, if there is any.
 */
export class CachedList<Item> {
  readonly #entries = new Map<string, Entry<Item>>()
  readonly #inFlight = new Map<string, Promise<CachedItems<Item>>>()

  /** Rejects with the fetch's error when nothing older is there. */
  async load(key: string, fetchItems: () => Promise<readonly Item[]>, now: () => number): Promise<CachedItems<Item>> {
    const entry = this.#entries.get(key)
    if (entry && now() - entry.fetchedAt < freshForMs) return { ...entry, stale: false }
    const running = this.#inFlight.get(key)
    if (running !== undefined) return running
    const started = this.#refresh(key, fetchItems, now).finally(() => this.#inFlight.delete(key))
    this.#inFlight.set(key, started)
    return started
  }

  /** What is there now, however old. */
  peek(key: string): readonly Item[] | null {
    return this.#entries.get(key)?.items ?? null
  }

  clear(): void {
    this.#entries.clear()
    this.#inFlight.clear()
  }

  async #refresh(key: string, fetchItems: () => Promise<readonly Item[]>, now: () => number): Promise<CachedItems<Item>> {
    try {
      const entry = { items: await fetchItems(), fetchedAt: now() }
      this.#entries.set(key, entry)
      return { ...entry, stale: false }
    } catch (error) {
      const older = this.#entries.get(key)
      if (older) return { ...older, stale: true }
      throw error
    }
  }
}
