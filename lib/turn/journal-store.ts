import 'server-only'
import { Worker } from 'node:worker_threads'
import { storageWatch } from '../db/storage-watch.ts'
import { env } from '../env.ts'
import { logError } from '../telemetry/log.ts'
import type { JournalAnswer, JournalCommand } from './journal-worker.ts'

type NewCommand = JournalCommand extends infer Command ? (Command extends JournalCommand ? Omit<Command, 'number'> : never) : never

/** It holds one row at a time; without limits its heap would grow as the server's does. */
const workerLimits = { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 64 }

/** The journal worker's other end: every call resolves when its transaction is committed. */
export class JournalStore {
  readonly #worker: Worker
  readonly #waiting = new Map<number, PromiseWithResolvers<void>>()
  #number = 0
  #failure: Error | null = null
  readonly #ended = Promise.withResolvers<void>()

  /** `idleMs`: how long nothing is written before the log of the database is emptied. */
  constructor({ idleMs = 30_000 } = {}) {
    this.#worker = new Worker(new URL('./journal-worker.ts', import.meta.url), {
      workerData: { databaseFile: env.databaseFile, idleMs },
      resourceLimits: workerLimits
    })
    // An idle journal must not keep the process alive.
    this.#worker.unref()
    this.#worker.on('message', (answer: JournalAnswer) => this.#settle(answer))
    this.#worker.on('error', error => this.#fail(error))
    this.#worker.on('exit', () => {
      this.#fail(new Error('The journal has ended'))
      this.#ended.resolve()
    })
  }

  append(seq: number, entries: string): Promise<void> {
    return this.#send({ type: 'append', seq, entries })
  }

  purge(below: number | 'all'): Promise<void> {
    return this.#send({ type: 'purge', below })
  }

  /**
   * Resolves when the thread has ended. Only then is its connection closed: what was prepared on it keeps it open until the thread's
   * garbage is gone, and closing it deletes the log. A database that is put in this one's place meanwhile would lose its own.
   */
  async close(): Promise<void> {
    if (!this.#failure) await this.#send({ type: 'close' })
    this.#worker.ref()
    await this.#ended.promise
  }

  #send(command: NewCommand): Promise<void> {
    if (this.#failure) return Promise.reject(this.#failure)
    const number = ++this.#number
    const settled = Promise.withResolvers<void>()
    this.#waiting.set(number, settled)
    this.#worker.ref()
    this.#worker.postMessage({ ...command, number })
    return settled.promise
  }

  #settle(answer: JournalAnswer): void {
    const settled = this.#waiting.get(answer.number)
    this.#waiting.delete(answer.number)
    if (this.#waiting.size === 0) this.#worker.unref()
    storageWatch().noteCommit(answer.commitMs)
    if (answer.error === undefined) settled?.resolve()
    else settled?.reject(Object.assign(new Error(answer.error.message), { code: answer.error.code }))
  }

  /** The thread is gone: nothing can be committed in this process any more. */
  #fail(error: Error): void {
    if (this.#failure) return
    this.#failure = error
    if (this.#waiting.size > 0) logError('journal.worker', error)
    for (const settled of this.#waiting.values()) settled.reject(error)
    this.#waiting.clear()
  }
}
