/** node tests/poison/run.ts: puts every payload of the corpus through what draws a message, and prints how many made no harm. */
import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { Verdict } from '../reliability/promise.ts'

const root = path.join(import.meta.dirname, '../..')
const reportFile = path.join(root, 'test-results/poison.json')
const payloadTitle = /^M\d /

interface Report {
  testResults: { assertionResults: { ancestorTitles: string[]; title: string; status: string }[] }[]
}

/** P13, one trial for each payload: an answer made to break the page breaks nothing, on any surface, at any moment of its stream. */
export function poisoned(): Verdict {
  const vitest = path.join(root, 'node_modules/vitest/vitest.mjs')
  // One of an earlier run would be believed.
  rmSync(reportFile, { force: true })
  const { status } = spawnSync(
    process.execPath,
    [
      vitest,
      'run',
      '--project',
      'unit',
      'tests/poison',
      '--testTimeout=60000',
      '--hookTimeout=60000',
      '--reporter=json',
      `--outputFile=${reportFile}`
    ],
    { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] }
  )
  if (status === null) throw new Error('The corpus was not tried.')
  const report: Report = JSON.parse(readFileSync(reportFile, 'utf8'))
  const results = report.testResults.flatMap(file => file.assertionResults)
  const payloads = new Set(results.map(({ ancestorTitles }) => ancestorTitles.at(-1) ?? '').filter(title => payloadTitle.test(title)))
  const failed = results.filter(({ status }) => status !== 'passed')
  return {
    promise: 'P13 a poisoned message breaks nothing',
    trials: payloads.size,
    losses:
      status !== 0 && failed.length === 0
        ? ['the tests of the corpus did not run']
        : failed.map(({ ancestorTitles, title }) => [...ancestorTitles, title].join(' > ')),
    notes: `${results.length} tests`
  }
}

if (import.meta.main) {
  const { trials, losses, notes } = poisoned()
  const harmless = trials - new Set(losses.map(loss => loss.split(' > ')[0])).size
  process.stdout.write(`${harmless} of ${trials} payloads made no harm (${notes})\n${losses.map(loss => `  ${loss}\n`).join('')}`)
  process.exit(losses.length === 0 ? 0 : 1)
}
