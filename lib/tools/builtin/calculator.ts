import { Worker } from 'node:worker_threads'
import { z } from 'zod'
import type { Tool } from '../tool.ts'

const input = z.strictObject({
  expression: z.string().min(1).max(1000).describe('For example "2 * (3 + 4)^2", "sqrt(2)", "12 inch to cm", "det([1, 2; 3, 4])"')
})

const answer = z.union([z.object({ text: z.string() }), z.object({ error: z.string() })])

/** An expression such as ones(9000,9000) would run for minutes. */
const deadlineMs = 3000

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
    const timer = setTimeout(
      () => settled.reject(new Error(`Stopped after ${deadlineMs / 1000} s: the expression takes too long.`)),
      deadlineMs
    )
    const stop = () => settled.reject(signal.reason)
    signal.addEventListener('abort', stop)
    worker.once('error', error => settled.reject(new Error(`The expression could not be evaluated: ${error.message}`)))
    worker.once('message', message => {
      const result = answer.parse(message)
      if ('error' in result) settled.reject(new Error(result.error))
      else settled.resolve(result.text)
    })
    worker.postMessage(expression)
    try {
      return { text: await settled.promise }
    } finally {
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
      await worker.terminate()
    }
  }
}
