/**
 * npm run test:reliability: the promises of docs/promises.md put to the test on the production build, with a real upstream over HTTP
 * and real kills. Prints a row for each as it ends: promise, trials, losses, seed, seconds; fails when anything was lost. `--short` is
 * the tier inside npm test, `--only P1` one promise, `--seed` repeats a run, `--trials` and `--minutes` make it shorter. A build that
 * shows before it commits is made as well, and must lose.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { poisoned } from '../poison/run.ts'
import { backedUp } from './backed-up.ts'
import { atBarrier, barriers } from './barriers.ts'
import { bursts } from './bursts.ts'
import { controlBuild } from './control-build.ts'
import { diskFull } from './disk-full.ts'
import { killed } from './killed.ts'
import { ledgerTruth } from './ledger-truth.ts'
import { migrationKilled } from './migration-killed.ts'
import type { Verdict } from './promise.ts'
import { reAttached } from './re-attached.ts'
import { resentAfterCrash, resentOverDeadLine, secondTurn } from './resent.ts'
import { soak } from './soak.ts'
import { stopRaces } from './stop-races.ts'
import { terminated } from './terminated.ts'
import { Chance } from './trial-world.ts'

const { values: options } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    only: { type: 'string' },
    seed: { type: 'string' },
    trials: { type: 'string' },
    minutes: { type: 'string', default: '10' }
  }
})

interface Row {
  name: string
  trials: number
  /** 0: not within npm test. */
  short: number
  test: (trials: number, chance: Chance) => Promise<Verdict>
}

const rows: Row[] = [
  { name: 'P1', trials: 300, short: 5, test: killed },
  ...barriers.map(barrier => ({
    name: 'barriers',
    trials: 20,
    short: 0,
    test: (trials: number, chance: Chance) => atBarrier(barrier, trials, chance)
  })),
  { name: 'migration', trials: 20, short: 0, test: migrationKilled },
  { name: 'control', trials: 20, short: 0, test: controlBuild },
  { name: 'P3', trials: 500, short: 60, test: reAttached },
  { name: 'P5', trials: 200, short: 20, test: stopRaces },
  { name: 'P6', trials: 200, short: 10, test: bursts },
  { name: 'crashed', trials: 40, short: 0, test: resentAfterCrash },
  { name: 'cut', trials: 200, short: 20, test: resentOverDeadLine },
  { name: 'second', trials: 200, short: 5, test: secondTurn },
  { name: 'P7', trials: 1000, short: 0, test: (trials, { seed }) => ledgerTruth(trials, seed) },
  { name: 'P13', trials: 60, short: 0, test: allPayloads },
  { name: 'P14', trials: 50, short: 2, test: backedUp },
  { name: 'P16', trials: 30, short: 1, test: diskFull },
  { name: 'P17', trials: 30, short: 2, test: terminated },
  { name: 'P18', trials: 1, short: 0, test: (_, chance) => soak(Number(options.minutes), chance) }
]

/** The corpus has as many as it has, and no fewer than these. */
async function allPayloads(least: number): Promise<Verdict> {
  const verdict = poisoned()
  const missing = verdict.trials < least ? [`there are only ${verdict.trials} of ${least} payloads`] : []
  return { ...verdict, losses: [...missing, ...verdict.losses] }
}

/** What takes longer hangs, and is lost: the other rows have their turn. */
const longestMs = 20 * 60_000

/** Servers are started some thousand times: what Node has compiled of them is kept from one start to the next. */
process.env.NODE_COMPILE_CACHE = mkdtempSync(path.join(os.tmpdir(), 'steno-compiled-'))

/** A verdict whatever happens; an error that nobody waited for is a loss too. */
async function tried({ name, test }: Row, trials: number, seed: number): Promise<Verdict> {
  const broken = (error: unknown) => `the trial broke: ${error instanceof Error ? error.stack : error}`
  const strays: string[] = []
  const onStray = (error: unknown) => strays.push(broken(error))
  const over = new AbortController()
  process.on('unhandledRejection', onStray).on('uncaughtException', onStray)
  try {
    // A chance of its own each: `--only` with the same seed is the same trial.
    const verdict = await Promise.race([test(trials, new Chance(seed)), sleep(longestMs, null, { signal: over.signal })])
    if (verdict === null) throw new Error(`it has not ended within ${longestMs / 60_000} minutes`)
    return { ...verdict, losses: [...verdict.losses, ...strays] }
  } catch (error) {
    return { promise: name, trials, losses: [broken(error), ...strays], notes: '' }
  } finally {
    over.abort()
    process.off('unhandledRejection', onStray).off('uncaughtException', onStray)
  }
}

function print({ promise, trials, losses, notes, notRun }: Verdict, seed: number, seconds: number): void {
  const state = notRun !== undefined ? 'not run' : losses.length === 0 ? 'ok' : 'LOST'
  const figures = [String(trials).padStart(6), String(losses.length).padStart(6), String(seed).padStart(10), `${seconds} s`.padStart(6)]
  process.stdout.write(`${state.padEnd(7)} ${promise.padEnd(40)} ${figures.join(' ')}  ${notRun ?? notes}\n`)
  for (const loss of losses.slice(0, 10)) process.stdout.write(`          ${loss}\n`)
}

const { seed } = new Chance(options.seed === undefined ? undefined : Number(options.seed))
const startedAt = performance.now()
const secondsSince = (from: number) => Math.round((performance.now() - from) / 1000)
const count = { held: 0, lost: 0, notRun: 0 }
process.stdout.write(`        ${'promise'.padEnd(40)} trials losses       seed   time\n`)
for (const row of rows) {
  if (options.only !== undefined && options.only !== row.name) continue
  if (options.short && row.short === 0) continue
  const rowStartedAt = performance.now()
  const trials = options.trials === undefined ? (options.short ? row.short : row.trials) : Number(options.trials)
  const verdict = await tried(row, trials, seed)
  count[verdict.notRun !== undefined ? 'notRun' : verdict.losses.length === 0 ? 'held' : 'lost'] += 1
  print(verdict, seed, secondsSince(rowStartedAt))
}
rmSync(process.env.NODE_COMPILE_CACHE, { recursive: true, force: true })
process.stdout.write(`        ${count.held} held, ${count.lost} lost, ${count.notRun} not run, ${secondsSince(startedAt)} s\n`)
process.exit(count.lost === 0 && count.held + count.notRun > 0 ? 0 : 1)
