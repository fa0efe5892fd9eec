/** Evaluates one expression per message with mathjs, away from the event loop and from everything worth reaching. */
import { parentPort } from 'node:worker_threads'
import { all, create } from 'mathjs'

const math = create(all ?? {}, { number: 'number' })
const evaluate = math.evaluate
const format = math.format

/** Functions that change the evaluator or run text as a program: https://mathjs.org/docs/expressions/security.html */
function refuse(): never {
  throw new Error('This function is not available here')
}
math.import(
  {
    import: refuse,
    createUnit: refuse,
    reviver: refuse,
    evaluate: refuse,
    parse: refuse,
    compile: refuse,
    simplify: refuse,
    derivative: refuse,
    resolve: refuse
  },
  { override: true }
)

parentPort?.on('message', (expression: string) => {
  try {
    const value: unknown = evaluate(expression)
    parentPort?.postMessage({ text: format(value, { precision: 14 }) })
  } catch (error) {
    parentPort?.postMessage({ error: error instanceof Error ? error.message : 'Not an expression' })
  }
})
parentPort?.postMessage({ ready: true })
