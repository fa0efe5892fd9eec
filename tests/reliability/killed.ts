import { setTimeout as sleep } from 'node:timers/promises'
import { type Asked, ask, lossOf } from './asked.ts'
import { damageIn, lossesOfLedger } from './books.ts'
import type { Verdict } from './promise.ts'
import { sideBySide, type Tally } from './side-by-side.ts'
import { type App, type Build, type Chance, openWorld, slowAnswer, type World } from './trial-world.ts'

const streams = 6
/** Of the kill after the questions, or after the first word; some fall behind the last. */
const longestMs = 1500
const patienceMs = 10_000
/** On the average of all kills; where less was shown little could be lost. */
const fewestCharacters = 100

/** P1: kill -9 at any moment; what a browser has shown is there after the next start, and no answer is left running. */
export async function killed(trials: number, chance: Chance, build: Build = {}): Promise<Verdict> {
  const { losses, counted } = await sideBySide(trials, chance, (share, own) => killAgainAndAgain(share, own, build))
  if (counted.shownCharacters < trials * fewestCharacters) losses.push('too little was shown for anything to be lost')
  return {
    promise: 'P1 kill -9: what was shown is stored',
    trials,
    losses,
    notes: `${counted.answers} answers, ${counted.shownCharacters} characters shown`
  }
}

async function killAgainAndAgain(trials: number, chance: Chance, build: Build): Promise<Tally<'answers' | 'shownCharacters'>> {
  const world = await openWorld(chance, build)
  const losses: string[] = []
  const conversations: string[] = []
  const requests = []
  let shownCharacters = 0
  let app = await world.start()
  try {
    for (let trial = 0; trial < trials; trial++) {
      const asked = await streamAndKill(world, app)
      const own = new Set(asked.map(({ turn }) => turn.conversationId))
      requests.push(...(await world.control.requests()).filter(({ sessionId }) => sessionId !== null && own.has(sessionId)))
      app = await world.start()
      const where = `trial ${trial} of seed ${chance.seed}`
      const damage = damageIn(world.dataDirectory)
      if (damage !== null) losses.push(`${where}: ${damage}`)
      for (const one of asked) {
        conversations.push(one.turn.conversationId)
        if (!one.accepted) continue
        shownCharacters += one.shown.text.length + one.shown.reasoning.length
        const loss = await lossOf(app, one)
        if (loss !== null) losses.push(`${where}, message ${one.turn.assistantMessageId}: ${loss}`)
      }
    }
    losses.push(...(await lossesOfLedger(world, conversations, requests)))
  } finally {
    await world.close()
  }
  return { losses, counted: { answers: conversations.length, shownCharacters } }
}

async function streamAndKill(world: World, app: App): Promise<Asked[]> {
  const { chance } = world
  const { asked, read } = await ask(
    world,
    app,
    Array.from({ length: streams }, () => [slowAnswer(chance)])
  )
  // A quarter at any moment. On a busy machine that is mostly before the first word, which the others wait for.
  if (chance.below(4) > 0) await firstWord(asked)
  await sleep(chance.below(longestMs))
  app.child.kill('SIGKILL')
  await Promise.all([app.exited, read])
  return asked
}

async function firstWord(asked: readonly Asked[]): Promise<void> {
  const startedAt = performance.now()
  while (performance.now() - startedAt < patienceMs) {
    if (asked.some(({ shown }) => shown.text !== '' || shown.reasoning !== '')) return
    await sleep(5)
  }
}
