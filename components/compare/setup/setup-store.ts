import type { AttachedFile } from '../../attachments/attached-file.ts'
import type { LaneDraft } from './lane-draft.ts'
import { parseSetup } from './parse-setup.ts'

/** A comparison that is being set up. */
export interface Setup {
  text: string
  files: readonly AttachedFile[]
  lanes: readonly LaneDraft[]
  blind: boolean
  /** The comparison that this one repeats with something changed. */
  rerunOf: { id: string; title: string } | null
}

const storageKey = 'steno:compare-setup'
/** The whole setup is written at once, and a question may be long. */
const settleMs = 250

/** The setup of this browser: a reload and a refused run lose nothing of it. */
export class SetupStore {
  readonly initial: Setup
  #setup: Setup | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  readonly #listeners = new Set<() => void>()

  /** `initial` is what the server draws, and what stands where nothing is stored. */
  constructor(initial: Setup) {
    this.initial = initial
  }

  readonly get = (): Setup => {
    this.#setup ??= parseSetup(readStored()) ?? this.initial
    return this.#setup
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    if (this.#listeners.size === 0) window.addEventListener('pagehide', this.flush)
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size > 0) return
      window.removeEventListener('pagehide', this.flush)
      this.flush()
    }
  }

  readonly change = (change: Partial<Setup>): void => {
    this.#setup = { ...this.get(), ...change }
    this.#timer ??= setTimeout(this.flush, settleMs)
    for (const listener of this.#listeners) listener()
  }

  /** Writes what has changed since it was last written. */
  readonly flush = (): void => {
    if (this.#timer === undefined) return
    clearTimeout(this.#timer)
    this.#timer = undefined
    try {
      localStorage.setItem(storageKey, JSON.stringify(this.get()))
    } catch (error) {
      // Full or forbidden storage: the setup lives as long as the page.
      if (!(error instanceof DOMException)) throw error
    }
  }
}

function readStored(): string | null {
  try {
    return localStorage.getItem(storageKey)
  } catch (error) {
    if (error instanceof DOMException) return null
    throw error
  }
}
