import { Chance } from './trial-world.ts'

/** Servers at once. A trial is a start and a wait: while one waits, the other starts. */
const servers = 2

/** What trials on one server came to. */
export interface Tally<Counted extends string> {
  losses: string[]
  counted: Record<Counted, number>
}

/** Shares trials out among servers that have nothing to do with each other, and adds up what they counted. */
export async function sideBySide<Counted extends string>(
  trials: number,
  chance: Chance,
  run: (trials: number, chance: Chance) => Promise<Tally<Counted>>
): Promise<Tally<Counted>> {
  const shares = Array.from({ length: servers }, (_, index) => Math.ceil((trials - index) / servers)).filter(share => share > 0)
  const ends = await Promise.allSettled(shares.map((share, index) => run(share, new Chance(chance.seed + index))))
  // Not before all have ended: the next promise is tried on an idle machine.
  const [first, ...others] = ends.map(end => {
    if (end.status === 'rejected') throw end.reason
    return end.value
  })
  if (!first) throw new Error('There was no trial')
  for (const { losses, counted } of others) {
    first.losses.push(...losses)
    for (const name of Object.keys(counted) as Counted[]) first.counted[name] += counted[name]
  }
  return first
}
