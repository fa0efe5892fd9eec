// The tests against recorded exchanges, which are no part of the repository: STENO_RECORDINGS names a folder of them.
import { statSync } from 'node:fs'
import { run } from './processes.mjs'
import { tool } from './setup.mjs'
import { vitest } from './vitest-step.mjs'

const folder = process.env.STENO_RECORDINGS
const project = ['--project', 'recordings']

/** `npm run test:recordings`, with vitest's own arguments. */
export async function testRecordings(args) {
  if (!folder) {
    console.log('Recordings: not run, STENO_RECORDINGS names no folder.')
    return 0
  }
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    console.error(`Recordings: not run, ${folder} is no folder.`)
    return 1
  }
  return await run(...tool('vitest/vitest.mjs', 'run', ...project, ...args))
}

/** The same as a step of `npm test`, which tells how much was looked at; none without a folder. */
export function recordingsSteps() {
  if (!folder) return []
  const step = vitest('recordings', ...project)
  return [{ ...step, count: result => ({ ...step.count(result), notes: result.output.match(/^Recordings: .*$/gm) ?? [] }) }]
}
