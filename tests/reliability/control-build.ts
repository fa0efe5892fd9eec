import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Verdict } from './promise.ts'

const root = path.resolve(import.meta.dirname, '../..')
const journal = 'lib/turn/journal.ts'

/** Turns the one rule around: what comes is shown at once, and committed afterwards. */
const edits: [from: string, to: string][] = [
  ['    turn.add(entry)\n', "    turn.add(entry)\n    if (entry.kind === 'chunk') turn.show([entry.chunk])\n"],
  ['        for (const { turn, pending } of pieces) turn.show(pending.chunks)\n', '']
]

/** The judge judged: a build that shows before it commits must lose, or the trials of P1 prove nothing. */
export function controlBuild(trials: number, seed: number): Verdict {
  const copy = mkdtempSync(path.join(os.tmpdir(), 'steno-control-'))
  try {
    const files = run('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], root).split('\0').filter(Boolean)
    for (const file of files) {
      mkdirSync(path.dirname(path.join(copy, file)), { recursive: true })
      cpSync(path.join(root, file), path.join(copy, file))
    }
    for (const directory of ['node_modules', '.stamps', 'lib/db/generated'])
      copyFolder(path.join(root, directory), path.join(copy, directory))
    let source = readFileSync(path.join(copy, journal), 'utf8')
    for (const [from, to] of edits) {
      if (!source.includes(from)) throw new Error(`${journal} has no line "${from.trim()}" any more`)
      source = source.replace(from, to)
    }
    writeFileSync(path.join(copy, journal), source)
    run(process.execPath, ['scripts/run.mjs', 'build'], copy)
    const trial = spawnSync(
      process.execPath,
      ['tests/reliability/run.ts', '--only', 'P1', '--trials', String(trials), '--seed', String(seed)],
      {
        cwd: copy,
        encoding: 'utf8'
      }
    )
    const lost = Number(/(\d+) losses/.exec(trial.stdout)?.[1] ?? 0)
    return {
      promise: 'P1 control: shown before committed loses',
      trials,
      losses: lost > 0 ? [] : [`the harness saw no loss in a build that loses:\n${trial.stdout}${trial.stderr}`],
      notes: `${lost} losses found, as must be`
    }
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

/** By hard links where that is possible: nothing in these folders is written to. */
function copyFolder(from: string, to: string): void {
  if (spawnSync('cp', ['-al', from, to]).status !== 0) run('cp', ['-a', from, to], root)
}

function run(program: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}:\n${stdout}${stderr}`)
  return stdout
}
