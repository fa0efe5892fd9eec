/**
 * npm run test:reliability: the promises of docs/promises.md put to the test on the production build, with a real upstream over HTTP
 * and real kills. Prints promise, trials, losses; fails when anything was lost. `--short` is the tier inside npm test, `--only P1`
 * one promise, `--seed` repeats a run. A build that shows before it commits is made as well, and must lose.
 */
import { parseArgs } from 'node:util'
import { bursts } from './bursts.ts'
import { controlBuild } from './control-build.ts'
import { killed } from './killed.ts'
import type { Verdict } from './promise.ts'
import { reAttached } from './re-attached.ts'
import { terminated } from './terminated.ts'
import { Chance } from './trial-world.ts'

const { values: options } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    only: { type: 'string' },
    seed: { type: 'string' },
    trials: { type: 'string' }
  }
})

const promises: { name: string; trials: number; short: number; test: (trials: number, chance: Chance) => Verdict | Promise<Verdict> }[] = [
  { name: 'P1', trials: 300, short: 5, test: killed },
  { name: 'control', trials: 20, short: 0, test: (trials, { seed }) => controlBuild(trials, seed) },
  { name: 'P3', trials: 500, short: 60, test: reAttached },
  { name: 'P6', trials: 200, short: 10, test: bursts },
  { name: 'P17', trials: 30, short: 2, test: terminated }
]

const chance = new Chance(options.seed === undefined ? undefined : Number(options.seed))
process.stdout.write(`seed ${chance.seed}\n`)
let lost = 0
for (const { name, trials, short, test } of promises) {
  if (options.only !== undefined && options.only !== name) continue
  if (options.short && short === 0) continue
  const count = options.trials === undefined ? (options.short ? short : trials) : Number(options.trials)
  const { promise, trials: made, losses, notes } = await test(count, chance)
  lost += losses.length
  process.stdout.write(
    `${losses.length === 0 ? 'ok    ' : 'LOST  '} ${promise.padEnd(40)} ${String(made).padStart(5)} trials ${String(losses.length).padStart(4)} losses  ${notes}\n`
  )
  for (const loss of losses.slice(0, 10)) process.stdout.write(`         ${loss}\n`)
}
process.exit(lost === 0 ? 0 : 1)
