import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startApp, temporaryDataDirectory } from '../../scripts/app-server.mjs'
import { capture, root } from '../../scripts/processes.mjs'
import { type Asked, ask } from './asked.ts'
import { damageIn, lossesOfLedger } from './books.ts'
import { stored } from './chaos-client.ts'
import type { Verdict } from './promise.ts'
import { type App, type Chance, openWorld, slowAnswer, type World } from './trial-world.ts'

const streams = 20
const longestPauseMs = 1000
const lookEveryMs = 20

/** P14: a backup that is made while answers are written, restored elsewhere, is a Steno that has what was shown until then. */
export async function backedUp(trials: number, chance: Chance): Promise<Verdict> {
  const world = await openWorld(chance)
  const losses: string[] = []
  let longestMs = 0
  try {
    const app = await world.start()
    for (let trial = 0; trial < trials; trial++) {
      await world.control.clear()
      const { pauseMs, losses: found } = await backUpWhileStreaming(world, app)
      longestMs = Math.max(longestMs, pauseMs)
      if (pauseMs > longestPauseMs) losses.push(`trial ${trial}: the answers stood still for ${Math.round(pauseMs)} ms`)
      losses.push(...found.map(loss => `trial ${trial}: ${loss}`))
    }
  } finally {
    await world.close()
  }
  return {
    promise: 'P14 backup while streaming, restored',
    trials,
    losses,
    notes: `${streams} answers each, the longest pause ${Math.round(longestMs)} ms`
  }
}

async function backUpWhileStreaming(world: World, app: App): Promise<{ pauseMs: number; losses: string[] }> {
  const { asked, read } = await ask(
    world,
    app,
    Array.from({ length: streams }, () => [slowAnswer(world.chance, 120)])
  )
  await sleep(300 + world.chance.below(900))
  const restored = temporaryDataDirectory()
  const file = path.join(path.dirname(restored), 'backup')
  const before = asked.filter(({ accepted }) => accepted).map(one => ({ ...one, shown: { ...one.shown } }))
  const watch = watchPauses(asked)
  const saved = await command(world.dataDirectory, 'backup', file)
  const pauseMs = watch.stop()
  if (saved.code !== 0) return { pauseMs, losses: [`the backup ended with ${saved.code}: ${saved.output}`] }
  await read
  const made = await command(restored, 'restore', file)
  if (made.code !== 0) return { pauseMs, losses: [`the restore ended with ${made.code}: ${made.output}`] }
  return { pauseMs, losses: await lossesOfRestored(world, restored, before) }
}

function command(dataDirectory: string, name: string, file: string) {
  return capture(process.execPath, [path.join(root, 'scripts/run.mjs'), name, file], { env: { STENO_DATA: dataDirectory } })
}

/** How long nothing at all was shown; every reader at once, for each alone waits for its model too. */
function watchPauses(asked: readonly Asked[]): { stop(): number } {
  const said = () => asked.reduce((sum, { shown }) => sum + shown.seqs.length, 0)
  const isRunning = () => asked.some(({ accepted, shown }) => accepted && !shown.done)
  let last = { at: performance.now(), count: said() }
  let lookedAt = last.at
  let longestMs = 0
  const timer = setInterval(() => {
    const now = performance.now()
    const count = said()
    // What this process slept through itself, with the simulator in it, says nothing of the server.
    last.at += Math.max(0, now - lookedAt - 5 * lookEveryMs)
    lookedAt = now
    if (isRunning()) longestMs = Math.max(longestMs, now - last.at)
    if (count !== last.count || !isRunning()) last = { at: now, count }
  }, lookEveryMs)
  return {
    stop: () => {
      clearInterval(timer)
      return longestMs
    }
  }
}

async function lossesOfRestored(world: World, dataDirectory: string, before: readonly Asked[]): Promise<string[]> {
  const losses: string[] = []
  const upstream = { OPENROUTER_API_KEY: world.key, OPENROUTER_BASE_URL: `${world.simulatorOrigin}/api/v1` }
  const app = await startApp({ dataDirectory, env: upstream })
  try {
    const damage = damageIn(dataDirectory)
    if (damage !== null) losses.push(damage)
    for (const { turn, shown } of before) {
      const answer = await stored(app.origin, turn)
      if (!answer?.text.startsWith(shown.text) || !answer.reasoning.startsWith(shown.reasoning))
        losses.push(`message ${turn.assistantMessageId}: what was shown before the backup is not in it`)
    }
    const conversations = before.map(({ turn }) => turn.conversationId)
    losses.push(...(await lossesOfLedger({ ...world, dataDirectory }, conversations, await world.control.requests())))
  } finally {
    await app.stop()
  }
  return losses
}
