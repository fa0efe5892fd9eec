import { setTimeout as sleep } from 'node:timers/promises'
import type { ScriptStep } from '../../lib/simulator/script.ts'
import type { RecordedRequest } from '../../lib/simulator/state.ts'
import { type Asked, ask, lossOf } from './asked.ts'
import { damageIn, lossesOfLedger } from './books.ts'
import type { Verdict } from './promise.ts'
import { sideBySide, type Tally } from './side-by-side.ts'
import { trialBuild } from './trial-build.ts'
import { type Chance, openWorld, slowAnswer, type World } from './trial-world.ts'

const streams = 5
/** For what follows the last word: looking costs up. */
const graceMs = 3000

export interface Barrier {
  /** As in barrier.ts. */
  name: string
  where: string
  /** The process dies at one of so many passages. Two belong to one transaction: before its commit and after it. */
  passages: number
  script(chance: Chance): ScriptStep[]
}

const toolRound: ScriptStep = { text: 'Let me look at the clock.', toolCalls: [{ name: 'current_time', arguments: '{}' }] }

export const barriers: Barrier[] = [
  { name: 'commit', where: "in the journal's commit", passages: 40, script: chance => [slowAnswer(chance)] },
  { name: 'show', where: 'between commit and show', passages: 25, script: chance => [slowAnswer(chance)] },
  { name: 'step', where: "at a step's end", passages: 2 * streams, script: chance => [toolRound, slowAnswer(chance, 30)] },
  { name: 'finish', where: "at the turn's end", passages: 2 * streams, script: chance => [slowAnswer(chance, 30)] },
  // The first transaction of that kind is the start's own.
  {
    name: 'reconcile',
    where: 'while a cost is looked up',
    passages: 2 + 2 * streams,
    script: chance => [{ ...slowAnswer(chance, 30), cost: null }]
  }
]

/** P1 at a place where a kill would hurt: the trial build ends itself there. One that did not come there is no trial, and is made up for. */
export async function atBarrier(barrier: Barrier, trials: number, chance: Chance): Promise<Verdict> {
  const root = trialBuild()
  const { losses, counted } = await sideBySide(trials, chance, (share, own) => dieThere(barrier, root, share, own))
  if (counted.deaths < trials) losses.push(`only ${counted.deaths} of ${trials} came to the barrier`)
  return { promise: `P1 kill ${barrier.where}`, trials, losses, notes: `${counted.answers} answers, ${counted.deaths} deaths there` }
}

async function dieThere(barrier: Barrier, root: string, trials: number, chance: Chance): Promise<Tally<'answers' | 'deaths'>> {
  const world = await openWorld(chance, { root })
  const losses: string[] = []
  const conversations: string[] = []
  const requests: RecordedRequest[] = []
  let deaths = 0
  try {
    await (await world.start()).stop()
    for (let trial = 1, isLast = false; !isLast; trial++) {
      const passage = 1 + chance.below(barrier.passages)
      const { asked, died } = await streamUntilDead(world, barrier, `${barrier.name}:${passage}`)
      if (died) deaths += 1
      isLast = deaths === trials || trial === 2 * trials
      const own = new Set(asked.map(({ turn }) => turn.conversationId))
      requests.push(...(await world.control.requests()).filter(({ sessionId }) => sessionId !== null && own.has(sessionId)))
      const app = await world.start()
      const damage = damageIn(world.dataDirectory)
      if (damage !== null) losses.push(`passage ${passage}: ${damage}`)
      for (const one of asked) {
        conversations.push(one.turn.conversationId)
        const loss = one.accepted ? await lossOf(app, one) : null
        if (loss !== null) losses.push(`passage ${passage}, message ${one.turn.assistantMessageId}: ${loss}`)
      }
      if (isLast) losses.push(...(await lossesOfLedger(world, conversations, requests)))
      await app.stop()
    }
  } finally {
    await world.close()
  }
  return { losses, counted: { answers: conversations.length, deaths } }
}

/** A start that dies at the barrier has asked nothing: what it was repairing has to be whole all the same. */
async function streamUntilDead(world: World, barrier: Barrier, place: string): Promise<{ asked: Asked[]; died: boolean }> {
  const app = await world.start({ BARRIER: place }).catch(() => null)
  if (!app) return { asked: [], died: true }
  const scripts = Array.from({ length: streams }, () => barrier.script(world.chance))
  const { asked, read } = await ask(world, app, scripts)
  const died = await Promise.race([app.exited.then(() => true), read.then(() => sleep(graceMs, false))])
  app.child.kill('SIGKILL')
  await Promise.all([app.exited, read])
  return { asked, died }
}
