// Runs tests with one line of the product replaced, again and again in one Vitest: a start costs more than most tests do.
// Speaks with mutants.mjs over its channel: in `{mutant, files, pattern}`, out `{result, killer}`.
import path from 'node:path'
import { createVitest } from 'vitest/node'
import config from '../../vitest.config.ts'

const root = path.resolve(import.meta.dirname, '../..')
const { test } = config.test.projects.find(project => project.test.name === 'integration')

/** @type {{file: string, line: string, replacement: string} | null} */
let current = null
/** The tests have loaded its file. */
let loaded = false
let tests = []

const replaceLine = {
  name: 'replace-line',
  enforce: 'pre',
  transform(code, id) {
    if (current === null || id.split('?')[0] !== path.join(root, current.file)) return undefined
    loaded = true
    return code
      .split('\n')
      .map(line => (line.trim() === current.line ? current.replacement : line))
      .join('\n')
  }
}

const vitest = await createVitest(
  'test',
  {
    ...test,
    root,
    config: false,
    watch: false,
    include: ['tests/**/*.test.ts', 'lib/**/*.test.ts'],
    reporters: [{ onTestCaseResult: result => tests.push(result) }],
    expect: config.test.expect,
    maxWorkers: 1,
    bail: 1,
    testTimeout: 10_000,
    // It outlives this process, and would keep the mistakes.
    fsModuleCache: false
  },
  { resolve: config.resolve, plugins: [replaceLine] }
)

async function run({ mutant, files, pattern }) {
  const touched = [current, mutant].flatMap(one => (one ? [path.join(root, one.file)] : []))
  current = mutant
  loaded = false
  tests = []
  for (const file of touched) vitest.invalidateFile(file)
  if (pattern === null) vitest.resetGlobalTestNamePattern()
  else vitest.setGlobalTestNamePattern(new RegExp(pattern))
  const run = await vitest.runTestSpecifications(await vitest.globTestSpecifications(files))
  const failed = tests.find(one => one.result().state === 'failed')
  const broken = run.unhandledErrors.length > 0 || run.testModules.some(module => module.errors().length > 0)
  const killer = failed?.fullName ?? (broken ? 'an error outside of a test' : null)
  const ran = tests.filter(one => one.result().state !== 'skipped').length
  if (killer !== null) return { result: 'killed', killer }
  return { result: mutant && !loaded ? 'file not loaded' : ran === 0 ? 'no such test' : 'survived', killer: null }
}

process.on('message', async task => process.send(await run(task)))
process.on('disconnect', () => process.exit())
process.send('ready')
