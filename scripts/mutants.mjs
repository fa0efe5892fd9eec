// Do the tests of the wire notice when the handler is wrong? Each mutant below is one line of lib/openrouter replaced by
// a mistake that real clients have made; the case named with it (docs/wire.md) must fail. Works on copies in the
// system's temporary directory. Exits with 1 when a mutant survives or its line is no longer there.
import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

const mutants = [
  {
    test: 'D03',
    mistake: 'the end of the body is the end of the answer',
    file: 'read-answer.ts',
    line: "throw truncated(sawEvent ? 'The answer was cut off.' : 'The answer ended before it began.')",
    replacement: 'return'
  },
  {
    test: 'D06',
    mistake: 'a 200 is always an event stream',
    file: 'read-answer.ts',
    line: 'if (/json|html/.test(contentType)) {',
    replacement: 'if (/html/.test(contentType)) {'
  },
  {
    test: 'D10',
    mistake: 'the upstream cost is added to the cost',
    file: 'usage.ts',
    line: 'totalCost: (cost ?? 0) + (ownKey ? (upstreamCost ?? 0) : 0),',
    replacement: 'totalCost: (cost ?? 0) + (upstreamCost ?? 0),'
  },
  {
    test: 'D13',
    mistake: 'the bill is asked for three times',
    file: 'handler.ts',
    line: 'const usageAttemptDelaysMs = [500, 250, 500, 1000]',
    replacement: 'const usageAttemptDelaysMs = [500, 250, 500]'
  },
  {
    test: 'D21',
    mistake: 'details are sent beside tool calls only',
    file: 'replay.ts',
    line: '...(sent.length > 0 ? { reasoning_details: sent } : {})',
    replacement: '...(answered.length > 0 ? { reasoning_details: sent } : {})'
  },
  {
    test: 'D23',
    mistake: 'entries are grouped by index',
    file: 'reasoning-details.ts',
    line: 'if (last.type !== fragment.type || textKeyOf(last) === null) return false',
    replacement: 'if (last.index !== fragment.index) return false'
  },
  {
    test: 'D24',
    mistake: 'tool calls get new ids',
    file: 'tool-calls.ts',
    line: "if (id !== '') call.id ??= id",
    replacement: "if (id !== '') call.id ??= 'call_' + call.index"
  },
  {
    test: 'D25',
    mistake: 'details after the text are ignored',
    file: 'answer-assembler.ts',
    line: 'for (const detail of details) addReasoningDetail(this.details, detail)',
    replacement: 'if (!this.hasOutput) for (const detail of details) addReasoningDetail(this.details, detail)'
  },
  {
    test: 'D28',
    mistake: 'neighbouring thoughts are one, whatever is signed',
    file: 'reasoning-details.ts',
    line: 'if (isSigned(last) && opensBlock(last, fragment)) return false',
    replacement: ''
  },
  {
    test: 'D34',
    mistake: 'every model gets all details',
    file: 'replay.ts',
    line: 'if (!isOwn && !isReadable) return []',
    replacement: ''
  },
  {
    test: 'D39',
    mistake: 'a call without arguments is no call',
    file: 'tool-calls.ts',
    line: 'const silent = this.#calls.filter(call => !call.announced)',
    replacement: 'const silent = this.#calls.filter(call => !call.announced && call.arguments)'
  },
  {
    test: 'D41',
    mistake: 'a broken answer is finished with what is there',
    file: 'read-answer.ts',
    line: 'if (answer.failure) throw answer.failure',
    replacement: ''
  },
  {
    test: 'D44',
    mistake: 'the first finish_reason ends the answer',
    file: 'answer-assembler.ts',
    line: "} else if (this.#reason === null && typeof reason === 'string') this.#reason = reason",
    replacement: "} else if (typeof reason === 'string') this.done = Boolean((this.#reason = reason))"
  },
  {
    test: 'D45',
    mistake: 'an error has an error object',
    file: 'answer-assembler.ts',
    line: "if (error || reason === 'error') {",
    replacement: 'if (error) {'
  },
  {
    test: 'D50',
    mistake: 'Retry-After is in milliseconds',
    file: 'retry.ts',
    line: "return typeof seconds === 'number' && Number.isFinite(seconds) && seconds >= 0 ? Math.ceil(seconds * 1000) : null",
    replacement: "return typeof seconds === 'number' && Number.isFinite(seconds) && seconds >= 0 ? Math.ceil(seconds) : null"
  }
]

const repository = path.resolve(import.meta.dirname, '..')
const workspaces = mkdtempSync(path.join(os.tmpdir(), 'steno-mutants-'))
const atATime = Math.min(2, os.availableParallelism())

/** A copy of what the wire's tests need, with a configuration that starts nothing else. */
function copyWorkspace(name) {
  const directory = path.join(workspaces, name)
  for (const folder of ['lib/openrouter', 'lib/chat', 'lib/cost', 'tests/wire', 'package.json']) {
    cpSync(path.join(repository, folder), path.join(directory, folder), { recursive: true })
  }
  symlinkSync(path.join(repository, 'node_modules'), path.join(directory, 'node_modules'))
  writeFileSync(path.join(directory, 'vitest.config.mjs'), "export default { test: { include: ['tests/wire/*.test.ts'] } }\n")
  return directory
}

/** Runs the tests whose names hold a case number, or all; gives how many ran and failed. */
function runTests(directory, test) {
  const report = path.join(directory, 'report.json')
  rmSync(report, { force: true })
  const filter = test ? ['-t', `\\b${test}\\b`] : []
  const vitest = path.join(repository, 'node_modules/vitest/vitest.mjs')
  const options = ['run', '--reporter=json', `--outputFile=${report}`, ...filter]
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [vitest, ...options], { cwd: directory, stdio: 'ignore', timeout: 60_000 })
    child.once('error', reject)
    child.once('close', () => {
      const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'))
      resolve({ ran: numPassedTests + numFailedTests, failed: numFailedTests })
    })
  })
}

/** `killed`, or what is wrong with the mutant or with the tests. */
async function tryMutant(directory, { test, file, line, replacement }) {
  const target = path.join(directory, 'lib/openrouter', file)
  const source = readFileSync(target, 'utf8')
  const lines = source.split('\n')
  const positions = lines.flatMap((text, position) => (text.trim() === line ? [position] : []))
  if (positions.length !== 1) return `line found ${positions.length} times`
  try {
    writeFileSync(target, lines.with(positions[0], replacement).join('\n'))
    const { ran, failed } = await runTests(directory, test)
    if (ran === 0) return 'no such test'
    return failed > 0 ? 'killed' : 'survived'
  } finally {
    writeFileSync(target, source)
  }
}

async function work(directory, queue, results) {
  for (let mutant = queue.shift(); mutant; mutant = queue.shift()) results.set(mutant, await tryMutant(directory, mutant))
}

try {
  const directories = Array.from({ length: atATime }, (_, index) => copyWorkspace(`copy-${index}`))
  const unchanged = await runTests(directories[0])
  if (unchanged.failed > 0 || unchanged.ran === 0) {
    console.error(`${unchanged.failed} of ${unchanged.ran} tests fail without any mutant.`)
    process.exitCode = 1
  } else {
    const results = new Map()
    const queue = [...mutants]
    await Promise.all(directories.map(directory => work(directory, queue, results)))
    console.table(mutants.map(mutant => ({ test: mutant.test, result: results.get(mutant), mistake: mutant.mistake, file: mutant.file })))
    if ([...results.values()].some(result => result !== 'killed')) process.exitCode = 1
  }
} finally {
  rmSync(workspaces, { recursive: true, force: true })
}
