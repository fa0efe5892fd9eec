'use client'

import { useEffect, useSyncExternalStore } from 'react'

/** A library that is loaded when something on the page first needs it. */
export class Engine<Module> {
  readonly #load: () => Promise<Module>
  readonly #listeners = new Set<() => void>()
  #module: Module | null = null
  #asked = false

  constructor(load: () => Promise<Module>) {
    this.#load = load
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly get = (): Module | null => this.#module

  async load(): Promise<void> {
    if (this.#asked) return
    this.#asked = true
    try {
      this.#module = await this.#load()
      for (const listener of this.#listeners) listener()
    } catch {
      // Without it texts stay as they came; the next one that needs it asks again.
      this.#asked = false
    }
  }
}

/** The library once it is there, before that `null`: on the server, and for the first paint of what the server drew. */
export function useEngine<Module>(engine: Engine<Module>): Module | null {
  const module = useSyncExternalStore(engine.subscribe, engine.get, () => null)

  // Fetched from the network.
  useEffect(() => {
    void engine.load()
  }, [engine])
  return module
}
