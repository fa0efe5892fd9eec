import { killed } from './killed.ts'
import type { Verdict } from './promise.ts'
import { trialBuild } from './trial-build.ts'
import type { Chance } from './trial-world.ts'

/** The judge judged: a build that shows before it commits must lose, or the trials of P1 prove nothing. */
export async function controlBuild(trials: number, chance: Chance): Promise<Verdict> {
  const { losses } = await killed(trials, chance, { root: trialBuild(), env: { SHOWS_FIRST: '1' } })
  const found = losses.filter(loss => loss.includes('are stored, and'))
  return {
    promise: 'P1 control: shown before committed loses',
    trials,
    losses: found.length > 0 ? [] : ['the harness saw no loss in a build that loses'],
    notes: `${found.length} losses found, as must be`
  }
}
