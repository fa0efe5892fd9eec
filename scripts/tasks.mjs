// Runs the steps of a check: two at a time, one line each, the whole output of those that failed.
import { capture } from './processes.mjs'

/** A step that takes longer hangs: it is ended and has failed. The browser tests take ten minutes on two cores, each at most a minute and a half. */
const stepMs = 1_800_000

/** What is kept of a failure for the end of the run, where nobody has to look for it. */
export const failureLines = 15

/**
 * Runs one step: `{name, command: [program, args], env?, count?}`. `count` reads passed and failed tests from the run, `notes`
 * to print, and what the failed ones said (`failures`); without it a step is one test, its exit code says which.
 */
async function runStep({ name, command, env = {}, count }) {
  const run = await capture(...command, { env: { ...env, NO_COLOR: '1' }, timeout: stepMs })
  const result = count === undefined ? { passed: run.code === 0 ? 1 : 0, failed: run.code === 0 ? 0 : 1 } : await count(run)
  const lastLine = run.output.trimEnd().split('\n').at(-1) ?? ''
  const summary = count === undefined ? lastLine.slice(0, 100) : `${result.passed} passed`
  console.log(`${result.failed === 0 ? 'ok    ' : 'FAILED'} ${name.padEnd(16)} ${run.seconds.toFixed(1).padStart(6)} s  ${summary}`)
  for (const note of result.notes ?? []) console.log(`       ${note}`)
  if (result.failed === 0) return result
  console.log(`${run.output.trimEnd()}\n`)
  return { failures: [`${name}:\n${run.output.trimEnd().split('\n').slice(-failureLines).join('\n')}`], ...result }
}

/** Runs steps, `width` at a time, in their order. */
export async function runSteps(steps, width) {
  const waiting = steps.values()
  const results = []
  const runWaiting = async () => {
    for (const step of waiting) results.push(await runStep(step))
  }
  await Promise.all(Array.from({ length: width }, runWaiting))
  return results
}

/** Sums up: what the failures said, then the closing line. Returns the exit code. */
export function conclude(results) {
  for (const failure of results.flatMap(({ failures = [] }) => failures)) console.log(`${failure}\n`)
  const passed = results.reduce((sum, result) => sum + result.passed, 0)
  const failed = results.reduce((sum, result) => sum + result.failed, 0)
  console.log(`Tests: ${passed} passed, ${failed} failed`)
  return failed === 0 ? 0 : 1
}
