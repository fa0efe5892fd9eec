import path from 'node:path'
import { generateTypes, tool } from './setup.mjs'
import { conclude, runSteps } from './tasks.mjs'
import { vitest } from './vitest-step.mjs'

/** The program and arguments that run one of our scripts. */
export const script = (name, ...args) => [process.execPath, [path.join(import.meta.dirname, name), ...args]]

/** What needs neither a server nor a build. */
export const staticChecks = [
  { name: 'types', command: tool('typescript/bin/tsc', '--noEmit', '-p', '.') },
  {
    name: 'format and lint',
    command: tool('@biomejs/biome/bin/biome', 'check', '--colors=off', '--diagnostic-level=warn', '--error-on-warnings')
  },
  { name: 'unused code', command: tool('knip/bin/knip.js') },
  { name: 'migrations', command: script('./new-migration.mjs', '--check') },
  { name: 'lock file', command: script('./check-lock.mjs') },
  { name: 'documents', command: script('./check-docs.mjs') },
  { name: 'clauses', command: script('./check-clauses.mjs') }
]

/** `npm run check`: everything that is quick. */
export async function check() {
  await generateTypes()
  return conclude(await runSteps([...staticChecks, vitest('unit tests', '--project', 'unit')], 2))
}
