import { Worker } from 'node:worker_threads'
import { z } from 'zod'
import type { Tool } from '../tool.ts'

const input = z.strictObject({
  expression: z.string().min(1).max(1000).describe('For example "2 * (3 + 4)^2", "sqrt(2)", "12 inch to cm", "det([1, 2; 3, 4])"')
})

const answer = z.union([z.object({ ready: z.literal(true) }), z.object({ text: z.string() }), z.object({ error: z.string() })])

/** An expression such as ones(9000,9000) would run for minutes. */
const deadlineMs = 3000
const tooLong = `Stopped after ${deadlineMs / 1000} s: the expression takes too long.`
/** Loading the library takes half a second, so a thread waits for the next call, but not for ever. */
const idleMs = 60_000

/** A thread with the library loaded. One expression at a time; whatever that does ends with the thread. */
class CalculatorThread {
  readonly #worker = new Worker(new URL('./calculator-worker.ts', import.meta.url), {
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 32, stackSizeMb: 2 }
  })
  readonly #loaded = Promise.withResolvers<void>()
  #running: PromiseWithResolvers<string> | null = null
  #idle: NodeJS.Timeout | undefined

  constructor() {
    this.#worker.on('message', message => this.#hear(answer.parse(message)))
    this.#worker.on('error', error => this.#fail(new Error(`The expression could not be evaluated: ${error.message}`)))
    this.#worker.on('exit', () => {
      if (spare === this) spare = null
      this.#fail(new Error('The calculator has ended.'))
    })
    this.#loaded.promise.catch(() => undefined)
  }

  #hear(said: z.infer<typeof answer>): void {
    if ('ready' in said) this.#loaded.resolve()
    else if ('text' in said) this.#running?.resolve(said.text)
    // The expression was wrong; the thread is as good as before.
    else this.#running?.reject(new ExpressionError(said.error))
  }

  #fail(error: Error): void {
    this.#loaded.reject(error)
    this.#running?.reject(error)
  }

  /** Evaluates; ends the thread when it takes too long or the turn was stopped. */
  async evaluate(expression: string, signal: AbortSignal): Promise<string> {
    clearTimeout(this.#idle)
    this.#worker.ref()
    const stop = () => this.#fail(signal.reason)
    signal.addEventListener('abort', stop)
    let deadline: NodeJS.Timeout | undefined
    try {
      await this.#loaded.promise
      const running = Promise.withResolvers<string>()
      this.#running = running
      deadline = setTimeout(() => this.#fail(new Error(tooLong)), deadlineMs)
      this.#worker.postMessage(expression)
      const text = await running.promise
      this.#rest()
      return text
    } catch (error) {
      if (error instanceof ExpressionError) this.#rest()
      else await this.#worker.terminate()
      throw error
    } finally {
      clearTimeout(deadline)
      signal.removeEventListener('abort', stop)
    }
  }

  /** Waits for the next call, unless another one waits already. */
  #rest(): void {
    this.#running = null
    this.#worker.unref()
    if (spare !== null) {
      void this.#worker.terminate()
      return
    }
    spare = this
    this.#idle = setTimeout(() => void this.#worker.terminate(), idleMs)
    this.#idle.unref()
  }
}

class ExpressionError extends Error {}

let spare: CalculatorThread | null = null

/** Expressions at a time: a model may ask for any number of results in one step, and each thread takes a core and 40 MB. */
const maxThreads = 2
let threads = 0
const waiting: (() => void)[] = []

async function takePlace(): Promise<void> {
  if (threads < maxThreads) threads += 1
  else await new Promise<void>(resolve => waiting.push(resolve))
}

function givePlaceBack(): void {
  const next = waiting.shift()
  if (next) next()
  else threads -= 1
}

/** Arithmetic, because models guess at it. */
export const calculator: Tool<z.infer<typeof input>> = {
  name: 'calculator',
  title: 'Calculator',
  description: 'Evaluates a mathematical expression exactly: arithmetic, powers, functions, units, matrices, complex numbers.',
  inputSchema: input,
  async execute({ expression }, { signal }) {
    await takePlace()
    try {
      signal.throwIfAborted()
      const thread = spare ?? new CalculatorThread()
      spare = null
      return { text: await thread.evaluate(expression, signal) }
    } finally {
      givePlaceBack()
    }
  }
}
