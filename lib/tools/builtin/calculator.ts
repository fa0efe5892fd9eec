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

/** Arithmetic, because models guess at it. A worker per call: whatever an expression does ends with its thread. */
export const calculator: Tool<z.infer<typeof input>> = {
  name: 'calculator',
  title: 'Calculator',
  description: 'Evaluates a mathematical expression exactly: arithmetic, powers, functions, units, matrices, complex numbers.',
  inputSchema: input,
  async execute({ expression }, { signal }) {
    signal.throwIfAborted()
    const worker = new Worker(new URL('./calculator-worker.ts', import.meta.url), {
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 32, stackSizeMb: 2 }
    })
    const settled = Promise.withResolvers<string>()
    let deadline: NodeJS.Timeout | undefined
    const stop = () => settled.reject(signal.reason)
    signal.addEventListener('abort', stop)
    worker.once('error', error => settled.reject(new Error(`The expression could not be evaluated: ${error.message}`)))
    worker.on('message', message => {
      const said = answer.parse(message)
      if ('text' in said) settled.resolve(said.text)
      else if ('error' in said) settled.reject(new Error(said.error))
      else {
        // The library is loaded, which takes a second on a busy machine; only from here on the expression's time runs.
        deadline = setTimeout(() => settled.reject(new Error(tooLong)), deadlineMs)
        worker.postMessage(expression)
      }
    })
    try {
      return { text: await settled.promise }
    } finally {
      clearTimeout(deadline)
      signal.removeEventListener('abort', stop)
      await worker.terminate()
    }
  }
}
