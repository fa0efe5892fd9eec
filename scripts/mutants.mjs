// Do the tests notice when the product is wrong? Each mutant of scripts/mutants/*.txt is one line replaced by a mistake;
// the test named with it must fail. `--cases`: only the first mutant of each case D01-D62, for tests that are known to
// pass; otherwise all, after the tests have passed without any. Exits with 1 when one survives or its line is gone.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { cases } from './conformance.mjs'
import { readMutants } from './mutants/read-mutants.mjs'

const root = path.resolve(import.meta.dirname, '..')
/** A test that a mistake keeps from ending has not noticed it. */
const hangsAfterMs = 60_000

/** All of their tests together. */
const cleanRunMs = 300_000

const onlyCases = process.argv.includes('--cases')

const testFiles = ['lib', 'tests']
  .flatMap(folder =>
    readdirSync(path.join(root, folder), { recursive: true }).map(name => path.posix.join(folder, name.replaceAll('\\', '/')))
  )
  .filter(name => name.endsWith('.test.ts'))
  .map(name => ({ name, text: readFileSync(path.join(root, name), 'utf8') }))

/** Files of the tests of a case; those that need no database first, as they are quick. */
function filesOf(test) {
  if (test.includes('/')) return [[test]]
  const named = testFiles.filter(({ text }) => new RegExp(`['"\`]${test}\\b`).test(text)).map(({ name }) => name)
  const isSlow = name => /^tests\/(turn|db|http)\//.test(name)
  return [named.filter(name => !isSlow(name)), named.filter(isSlow)].filter(files => files.length > 0)
}

class Worker {
  #child = null
  #said = ''

  /** Runs `{mutant, files, pattern}`. A worker that ends or does not answer is replaced for the next one. */
  async run(task, limitMs = hangsAfterMs) {
    this.#child ??= await this.#open()
    const child = this.#child
    const { promise, resolve } = Promise.withResolvers()
    const onMessage = answer => resolve(answer)
    const onExit = code => resolve({ result: `the tests ended with ${code}: ${this.#said}`, killer: null })
    child.once('message', onMessage).once('exit', onExit)
    const timer = setTimeout(() => resolve({ result: 'hangs', killer: null }), limitMs)
    child.send(task)
    const answer = await promise
    clearTimeout(timer)
    child.off('message', onMessage).off('exit', onExit)
    if (answer.killer === null && (answer.result === 'hangs' || child.exitCode !== null)) {
      child.kill('SIGKILL')
      this.#child = null
    }
    return answer
  }

  close() {
    this.#child?.disconnect()
  }

  async #open() {
    const child = fork(path.join(import.meta.dirname, 'mutants/mutant-worker.mjs'), {
      cwd: root,
      stdio: ['ignore', 'ignore', 'pipe', 'ipc']
    })
    this.#said = ''
    // A wrong product complains a lot; of interest only when the worker itself fails.
    child.stderr.setEncoding('utf8').on('data', text => {
      this.#said = `${this.#said}${text}`.slice(-2000)
    })
    await Promise.race([once(child, 'message'), once(child, 'exit')])
    if (child.exitCode !== null) throw new Error(`The tests do not start: ${this.#said}`)
    return child
  }
}

/** How often the line stands in its file; it must be there once. */
function countLine({ file, line }) {
  return readFileSync(path.join(root, file), 'utf8')
    .split('\n')
    .filter(text => text.trim() === line).length
}

async function tryMutant(worker, mutant) {
  const count = countLine(mutant)
  if (count !== 1) return { result: count === 0 ? 'line not found' : `line found ${count} times`, killer: null }
  const groups = filesOf(mutant.test)
  const pattern = mutant.test.includes('/') ? null : `\\b${mutant.test}\\b`
  let last = { result: 'no such test', killer: null }
  for (const files of groups) {
    const answer = await worker.run({ mutant, files, pattern })
    if (answer.result !== 'file not loaded' || last.result === 'no such test') last = answer
    if (answer.result !== 'survived' && answer.result !== 'file not loaded') break
  }
  return last
}

/** What is wrong without any mutant; `null`: nothing. */
async function failureWithout(worker, mutants) {
  const files = [...new Set(mutants.flatMap(({ test }) => filesOf(test).flat()))]
  const { result, killer } = await worker.run({ mutant: null, files, pattern: null }, cleanRunMs)
  return result === 'survived' ? null : (killer ?? result)
}

async function work(worker, waiting) {
  for (const mutant of waiting) report(mutant, await tryMutant(worker, mutant))
}

const all = readMutants()
const uncovered = cases.filter(number => !all.some(({ test }) => test === number))
const mutants = onlyCases ? cases.flatMap(number => all.find(({ test }) => test === number) ?? []) : all
const workers = Array.from({ length: Math.min(2, os.availableParallelism()) }, () => new Worker())
const startedAt = performance.now()

let survivors = 0
function report({ test, mistake, file }, { result, killer }) {
  if (result === 'killed') console.log(`killed   ${test} ${mistake} (${file})\n         by "${killer}"`)
  else console.log(`SURVIVES ${test} ${mistake} (${file}): ${result}`)
  survivors += result === 'killed' ? 0 : 1
}

const failure = onlyCases ? null : await failureWithout(workers[0], mutants)
if (failure === null) {
  const waiting = mutants.values()
  await Promise.all(workers.map(worker => work(worker, waiting)))
  const seconds = Math.round((performance.now() - startedAt) / 1000)
  if (uncovered.length > 0) console.log(`Without a mutant: ${uncovered.join(' ')}`)
  console.log(`${mutants.length - survivors} of ${mutants.length} mutants killed in ${seconds} s`)
  process.exitCode = survivors > 0 || uncovered.length > 0 ? 1 : 0
} else {
  console.log(`Without any mutant fails: ${failure}`)
  process.exitCode = 1
}
for (const worker of workers) worker.close()
