import { existsSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { root } from './processes.mjs'
import { tool } from './setup.mjs'
import { failureLines } from './tasks.mjs'

/** Where a step's report goes. */
export const reportOf = name => path.join(root, 'test-results', `${name.replaceAll(' ', '-')}.json`)

/** A run of vitest as a step that counts its tests. */
export function vitest(name, ...args) {
  const report = reportOf(name)
  rmSync(report, { force: true })
  return {
    name,
    command: tool('vitest/vitest.mjs', 'run', '--reporter=dot', '--reporter=json', `--outputFile.json=${report}`, ...args),
    count({ code }) {
      if (!existsSync(report)) return { passed: 0, failed: 1 }
      const { numPassedTests: passed, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'))
      const red = testResults.flatMap(file => file.assertionResults.filter(({ status }) => status === 'failed'))
      // A file that does not load, or an error outside of a test, fails the run but no test of it.
      return {
        passed,
        failed: numFailedTests === 0 && code !== 0 ? 1 : numFailedTests,
        ...(red.length > 0 && { failures: red.map(whatItSaid) })
      }
    }
  }
}

function whatItSaid({ fullName, failureMessages }) {
  return [fullName, ...failureMessages.flatMap(message => message.split('\n').slice(0, failureLines))].join('\n')
}
