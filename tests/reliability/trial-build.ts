import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '../..')

interface Edit {
  file: string
  from: string
  to: string
}

/** Where the trial build differs from the product: it passes barriers, and may be told to show before it commits. */
const edits: Edit[] = [
  imported('lib/turn/journal-worker.ts', "import Database from 'libsql'\n", 'barrier', '../barrier.ts'),
  {
    file: 'lib/turn/journal-worker.ts',
    from: "    database.exec('COMMIT')\n",
    to: "    barrier('commit')\n    database.exec('COMMIT')\n    barrier('commit')\n"
  },
  imported('lib/turn/journal.ts', "import { RowWriter } from './journal-row.ts'\n", 'barrier, showsFirst', '../barrier.ts'),
  {
    file: 'lib/turn/journal.ts',
    from: '    turn.add(entry)\n',
    to: "    turn.add(entry)\n    if (showsFirst && entry.kind === 'chunk') turn.show([entry.chunk])\n"
  },
  {
    file: 'lib/turn/journal.ts',
    from: '        for (const { turn, pending } of written) turn.show(pending.chunks)\n',
    to: "        barrier('show')\n        if (!showsFirst) for (const { turn, pending } of written) turn.show(pending.chunks)\n"
  },
  imported('lib/db/client.ts', "import { env } from '../env.ts'\n", 'watched', '../barrier.ts'),
  {
    file: 'lib/db/client.ts',
    from: '  return transactionThrough(execute, end)\n',
    to: '  return watched(transactionThrough(execute, end))\n'
  },
  imported('scripts/migrate.mjs', "import Database from 'libsql'\n", 'barrier, statementsOf', '../lib/barrier.ts'),
  {
    file: 'scripts/migrate.mjs',
    from: '  database.exec(sql)\n',
    to: "  for (const statement of statementsOf(sql)) {\n    database.exec(statement)\n    barrier('migration')\n  }\n"
  },
  {
    file: 'scripts/migrate.mjs',
    from: "    database.exec('COMMIT')\n",
    to: "    barrier('migration')\n    database.exec('COMMIT')\n    barrier('migration')\n"
  }
]

function imported(file: string, after: string, names: string, from: string): Edit {
  return { file, from: after, to: `${after}import { ${names} } from '${from}'\n` }
}

let built: string | null = null

/** A copy of this tree with barriers in it, built once; the folder it is in. It is removed when this process ends. */
export function trialBuild(): string {
  built ??= build()
  return built
}

function build(): string {
  const copy = mkdtempSync(path.join(os.tmpdir(), 'steno-trial-build-'))
  process.on('exit', () => rmSync(copy, { recursive: true, force: true }))
  const files = run('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], root).split('\0').filter(Boolean)
  for (const file of files) {
    mkdirSync(path.dirname(path.join(copy, file)), { recursive: true })
    cpSync(path.join(root, file), path.join(copy, file))
  }
  for (const directory of ['node_modules', '.stamps', 'lib/db/generated'])
    copyFolder(path.join(root, directory), path.join(copy, directory))
  cpSync(path.join(import.meta.dirname, 'barrier.ts'), path.join(copy, 'lib/barrier.ts'))
  for (const edit of edits) apply(copy, edit)
  run(process.execPath, ['scripts/run.mjs', 'build'], copy)
  return copy
}

function apply(copy: string, { file, from, to }: Edit): void {
  const source = readFileSync(path.join(copy, file), 'utf8')
  const pieces = source.split(from)
  if (pieces.length !== 2) throw new Error(`${file} has the line "${from.trim()}" ${pieces.length - 1} times, not once`)
  writeFileSync(path.join(copy, file), pieces.join(to))
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
