/**
 * npm run test:reliability: the promises of docs/promises.md put to the test on the production build, with a real upstream over HTTP
 * and real kills. Prints promise, trials, losses, seconds; fails when anything was lost. `--short` is the tier inside npm test,
 * `--only P1` one promise, `--seed` repeats a run, `--minutes` is how long the soak lasts. A build that shows before it commits is
 * made as well, and must lose.
 */
import { existsSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { backedUp } from './backed-up.ts'
import { atBarriers } from './barriers.ts'
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

interface Trial {
  name: string
  trials: number
  /** 0: not within npm test. */
  short: number
  test: (trials: number, chance: Chance) => Promise<Verdict | Verdict[]>
}

const promises: Trial[] = [
  { name: 'P1', trials: 300, short: 5, test: killed },
  { name: 'barriers', trials: 20, short: 0, test: atBarriers },
  { name: 'migration', trials: 20, short: 0, test: migrationKilled },
  { name: 'control', trials: 20, short: 0, test: controlBuild },
  { name: 'P3', trials: 500, short: 60, test: reAttached },
  { name: 'P5', trials: 200, short: 20, test: stopRaces },
  { name: 'P6', trials: 200, short: 10, test: bursts },
  { name: 'crashed', trials: 40, short: 0, test: resentAfterCrash },
  { name: 'cut', trials: 200, short: 20, test: resentOverDeadLine },
  { name: 'second', trials: 200, short: 5, test: secondTurn },
  { name: 'P7', trials: 1000, short: 0, test: (trials, { seed }) => ledgerTruth(trials, seed) },
  // Where there is a command for it.
  ...(existsSync(path.join(import.meta.dirname, '../../scripts/backup.mjs'))
    ? [{ name: 'P14', trials: 50, short: 2, test: backedUp }]
    : []),
  { name: 'P16', trials: 30, short: 1, test: diskFull },
  { name: 'P17', trials: 30, short: 2, test: terminated },
  { name: 'P18', trials: 1, short: 0, test: (_, chance) => soak(Number(options.minutes), chance) }
]

const seed = new Chance(options.seed === undefined ? undefined : Number(options.seed)).seed
process.stdout.write(`seed ${seed}\n`)
let lost = 0
for (const { name, trials, short, test } of promises) {
  if (options.only !== undefined && options.only !== name) continue
  if (options.short && short === 0) continue
  const count = options.trials === undefined ? (options.short ? short : trials) : Number(options.trials)
  const startedAt = performance.now()
  // A chance of its own each: `--only` with the same seed is the same trial.
  const verdicts = await Promise.resolve(test(count, new Chance(seed))).then(
    verdict => [verdict].flat(),
    (error: unknown) => [
      { promise: name, trials: count, losses: [`the trial broke: ${error instanceof Error ? error.stack : error}`], notes: '' }
    ]
  )
  const seconds = Math.round((performance.now() - startedAt) / 1000)
  for (const [index, { promise, trials: made, losses, notes }] of verdicts.entries()) {
    lost += losses.length
    const figures = `${String(made).padStart(5)} trials ${String(losses.length).padStart(4)} losses ${index === 0 ? `${seconds} s`.padStart(6) : '      '}`
    process.stdout.write(`${losses.length === 0 ? 'ok    ' : 'LOST  '} ${promise.padEnd(40)} ${figures}  ${notes}\n`)
    for (const loss of losses.slice(0, 10)) process.stdout.write(`         ${loss}\n`)
  }
}
process.exit(lost === 0 ? 0 : 1)
