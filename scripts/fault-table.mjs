// `node scripts/fault-table.mjs` counts the rows of tests/faults/table.ts by the last run of the tests.
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { faultTable } from '../tests/faults/table.ts'
import { root } from './processes.mjs'
import { reportOf } from './vitest-step.mjs'

const rowCount = 62

/**
 * Counts the faults that are proven: each title must stand where the table says, and no test that begins with the number of
 * a row may have failed. A row without proof says why; one that names a test that is not there has failed.
 */
export function checkFaults(report) {
  const tests = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')).testResults.flatMap(file => file.assertionResults) : []
  const states = Array.from({ length: rowCount }, (_, index) => stateOf(index + 1, tests))
  const count = wanted => states.filter(({ state }) => state === wanted).length
  for (const { row, state, why } of states) if (why) console.log(`       F${row} ${state}: ${why}`)
  const [failed, missing] = [count('failed'), count('missing')]
  const summary = `${count('proven')} of ${rowCount} proven, ${count('not applicable')} not applicable`
  console.log(
    `${failed ? 'FAILED' : 'ok    '} Faults: ${summary}${missing ? `, ${missing} missing` : ''}${failed ? `, ${failed} failed` : ''}`
  )
  // The tests themselves are counted where they ran.
  return { passed: 0, failed }
}

function stateOf(row, tests) {
  const [entry, ...others] = faultTable.filter(candidate => candidate.row === row)
  if (!entry || others.length > 0) return { row, state: 'failed', why: 'it must stand in the table once' }
  if (entry.notApplicable) return { row, state: 'not applicable', why: entry.notApplicable }
  if (entry.missing) return { row, state: 'missing', why: entry.missing }
  const absent = (entry.provenBy ?? [{ file: 'tests/faults/table.ts', title: '' }]).find(proof => !isThere(proof))
  if (absent) return { row, state: 'failed', why: `no test "${absent.title}" in ${absent.file}` }
  const own = tests.filter(({ title }) => title.startsWith(`F${String(row).padStart(2, '0')} `))
  const red = own.find(({ status }) => status !== 'passed')
  if (red) return { row, state: 'failed', why: `"${red.title}" ${red.status}` }
  const wantsOwn = entry.provenBy.some(({ title }) => /^F\d\d /.test(title))
  return wantsOwn && own.length === 0 ? { row, state: 'failed', why: 'its tests did not run' } : { row, state: 'proven' }
}

/** A title stands in quotes of its own. */
function isThere({ file, title }) {
  const name = path.join(root, file)
  if (title === '' || !existsSync(name)) return false
  const text = readFileSync(name, 'utf8')
  return ["'", '"', '`'].some(quote => text.includes(`${quote}${title}${quote}`))
}

if (process.argv[1] === import.meta.filename) process.exitCode = checkFaults(reportOf('tests')).failed === 0 ? 0 : 1
