import type { ChatMessage, MessageMetadata } from '../../lib/chat/message.ts'
import type { PaintQueue } from './paint-queue.ts'

/** What is on screen of one answer. */
export interface AnswerView {
  message: ChatMessage
  /** When it began on this page's clock, while it is being written; else `null`. */
  runningSince: number | null
  stopping: boolean
}

/** One answer as a store of its own: whatever happens in a lane is drawn in that lane alone. */
export class LiveAnswer {
  readonly #queue: PaintQueue
  readonly #listeners = new Set<() => void>()
  #next: AnswerView
  #view: AnswerView
  /** Of what is being written: its writer goes on with it, so a copy is drawn. */
  #written: ChatMessage | null = null

  constructor(message: ChatMessage, queue: PaintQueue) {
    this.#queue = queue
    this.#next = { message, runningSince: null, stopping: false }
    this.#view = this.#next
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly getView = (): AnswerView => this.#view

  readonly getMetadata = (): MessageMetadata | undefined => this.#view.message.metadata

  /** What is known, which may be a frame ahead of what is drawn. */
  get latest(): AnswerView {
    this.#copyWritten()
    return this.#next
  }

  /** Whether a message that was read says nothing new: parts of an ended answer do not change. */
  isAs({ metadata, parts }: ChatMessage): boolean {
    const known = this.latest.message
    return JSON.stringify(known.metadata) === JSON.stringify(metadata) && known.parts.length === parts.length
  }

  /** A piece of text came: drawn when it is this answer's turn. */
  write(message: ChatMessage): void {
    this.#written = message
    this.#queue.add(this.#show)
  }

  /** Something that is to be seen at once: it begins, it ends, it is being stopped. */
  change(change: Partial<AnswerView>): void {
    this.#next = { ...this.latest, ...change }
    this.#show()
  }

  #copyWritten(): void {
    const written = this.#written
    if (!written) return
    this.#written = null
    // The same figures keep their object: what shows only them is not drawn for every word.
    const { metadata } = this.#next.message
    const same = metadata && JSON.stringify(metadata) === JSON.stringify(written.metadata)
    const message = { ...written, parts: written.parts.map(part => ({ ...part })), ...(same ? { metadata } : {}) }
    this.#next = { ...this.#next, message }
  }

  readonly #show = (): void => {
    this.#copyWritten()
    if (this.#view === this.#next) return
    this.#view = this.#next
    for (const listener of this.#listeners) listener()
  }
}
