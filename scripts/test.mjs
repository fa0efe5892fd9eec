import { existsSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { findBrowser } from './browser.mjs'
import { script, staticChecks } from './check.mjs'
import { checkConformance } from './conformance.mjs'
import { checkFaults } from './fault-table.mjs'
import { root, run } from './processes.mjs'
import { recordingsSteps } from './recordings.mjs'
import { build, generateTypes, tool } from './setup.mjs'
import { conclude, failureLines, runSteps } from './tasks.mjs'
import { reportOf, vitest } from './vitest-step.mjs'

const playwrightReport = path.join(root, 'test-results/e2e.json')
const playwright = tool('@playwright/test/cli.js', 'test')

/** What runs against the build; one of them mostly waits for a deadline, hence three at a time. */
const serverChecks = [
  { name: 'walk', command: script('./walk.mjs') },
  { name: 'server', command: script('./check-server.mjs') },
  { name: 'bundle', command: script('./check-bundle.mjs') },
  { name: 'mutants', command: script('./mutants.mjs', '--cases') },
  { name: 'reliability', command: script('../tests/reliability/run.ts', '--short'), count: countPromises }
]

/** A test that passed only when it was tried again counts as passed and is named, with what it said: it has to be mended. */
function countBrowserTests({ code }) {
  if (!existsSync(playwrightReport)) return { passed: 0, failed: 1 }
  const { stats, suites } = JSON.parse(readFileSync(playwrightReport, 'utf8'))
  const { expected, flaky, unexpected } = stats
  const saidOf = status =>
    suites
      .flatMap(testsOf)
      .filter(test => test.status === status)
      .map(whatItSaid)
  return {
    passed: expected + flaky,
    failed: unexpected === 0 && code !== 0 ? 1 : unexpected,
    notes: saidOf('flaky').map(said => `passed at the second try only: ${said}`),
    ...(unexpected > 0 && { failures: saidOf('unexpected') })
  }
}

/** The tests of a suite of Playwright's JSON report, each with its place and title. */
function testsOf({ specs, suites = [] }) {
  const own = specs.flatMap(({ file, line, title, tests }) => tests.map(test => ({ ...test, name: `${file}:${line} ${title}` })))
  return [...own, ...suites.flatMap(testsOf)]
}

function whatItSaid({ name, results }) {
  const errors = results.find(({ status }) => status !== 'passed')?.errors ?? []
  return [name, ...errors.flatMap(({ message = '' }) => stripVTControlCharacters(message).split('\n').slice(0, failureLines))].join('\n')
}

/** Each promise that was put to the test is one. */
function countPromises({ output }) {
  const [passed, failed] = ['ok', 'LOST'].map(word => output.split('\n').filter(line => line.startsWith(`${word} `)).length)
  return { passed, failed: passed + failed === 0 ? 1 : failed }
}

/** `npm test`: everything there is. */
export async function test() {
  const browser = await findBrowser()
  await generateTypes()
  rmSync(playwrightReport, { force: true })
  const browserTests = { name: 'browser tests', command: playwright, env: browser ?? {}, count: countBrowserTests }
  return conclude([
    ...(await runSteps(staticChecks, 2)),
    ...(await runSteps(
      [{ name: 'build', command: script('./run.mjs', 'build') }, vitest('tests', '--project', '!recordings'), ...recordingsSteps()],
      2
    )),
    checkConformance(reportOf('tests')),
    checkFaults(reportOf('tests')),
    ...(await runSteps(serverChecks, 3)),
    // Alone: they are the ones that notice a busy machine.
    ...(await runSteps([browserTests], 1))
  ])
}

/** `npm run test:e2e`: the browser tests, with Playwright's own arguments. */
export async function testInBrowser(args) {
  const browser = await findBrowser()
  await build()
  const [command, commandArgs] = playwright
  return await run(command, [...commandArgs, ...args], { env: browser ?? {} })
}
