import { existsSync, readFileSync } from 'node:fs'

/** The numbers of docs/wire.md: D01 to D62. */
export const cases = Array.from({ length: 62 }, (_, index) => `D${String(index + 1).padStart(2, '0')}`)

const perLine = 10

/**
 * Prints each case with how its tests went, and counts those without a passing test, or with a failing one, as failed.
 * Reads a report of Vitest: a test belongs to the case whose number begins its name.
 */
export function checkConformance(report) {
  const tests = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')).testResults.flatMap(file => file.assertionResults) : []
  const states = new Map(cases.map(number => [number, stateOf(tests.filter(({ title }) => title.startsWith(`${number} `)))]))
  const count = wanted => [...states.values()].filter(state => state === wanted).length
  for (let start = 0; start < cases.length; start += perLine) {
    console.log(
      `       ${cases
        .slice(start, start + perLine)
        .map(number => shown(number, states.get(number)))
        .join(' ')}`
    )
  }
  const [failed, missing] = [count('failed'), count('missing')]
  const summary = `${count('green')} of ${cases.length} cases green${failed ? `, ${failed} failed` : ''}${missing ? `, ${missing} missing` : ''}`
  console.log(`${failed + missing === 0 ? 'ok    ' : 'FAILED'} conformance ${summary}`)
  // The tests themselves are counted where they ran.
  return { passed: 0, failed: failed + missing }
}

function stateOf(tests) {
  if (tests.some(({ status }) => status === 'failed')) return 'failed'
  return tests.some(({ status }) => status === 'passed') ? 'green' : 'missing'
}

function shown(number, state) {
  return state === 'green' ? number : `${number}:${state}`
}
