import { createContext } from 'react'

/**
 * The words of the part that an answer is writing just now. They come many times a second and nothing else of the answer changes
 * with them: whoever draws that part listens here, and the answer around it is left alone.
 */
export class GrowingText {
  readonly #listeners = new Set<() => void>()
  #part = -1
  #text = ''

  /** `part`: its index in the message. */
  set(part: number, text: string): void {
    this.#part = part
    this.#text = text
    for (const listener of this.#listeners) listener()
  }

  /** The message itself is as new. */
  clear(): void {
    if (this.#part !== -1) this.set(-1, '')
  }

  /** Empty unless that part is the one that grows. */
  textOf(part: number): string {
    return part === this.#part ? this.#text : ''
  }

  get length(): number {
    return this.#text.length
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}

export const GrowingTextContext = createContext<GrowingText | null>(null)
