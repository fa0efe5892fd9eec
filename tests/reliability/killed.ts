import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import Database from 'libsql'
import type { TurnRequest } from '../../lib/chat/turn-request.ts'
import { nothingShown, post, read, type Shown, stored, turnOf } from './chaos-client.ts'
import type { Verdict } from './promise.ts'
import { type App, type Chance, openWorld, slowAnswer, type World } from './trial-world.ts'

const streams = 6
/** Of the kill after the questions; some fall before the first token, some behind the last. */
const longestMs = 1500

interface Asked {
  turn: TurnRequest
  shown: Shown
  accepted: boolean
}

/** P1: kill -9 at any moment; what a browser has shown is there after the next start, and no answer is left running. */
export async function killed(trials: number, chance: Chance): Promise<Verdict> {
  const world = await openWorld(chance)
  const losses: string[] = []
  const all: TurnRequest[] = []
  let shownCharacters = 0
  let app = await world.start()
  try {
    for (let trial = 0; trial < trials; trial++) {
      const asked = await streamAndKill(world, app)
      const damage = damageIn(world.dataDirectory)
      if (damage !== 'ok') losses.push(`trial ${trial}: the database is damaged: ${damage}`)
      app = await world.start()
      for (const one of asked) {
        if (!one.accepted) continue
        all.push(one.turn)
        shownCharacters += one.shown.text.length + one.shown.reasoning.length
        const loss = await lossOf(app, one)
        if (loss !== null) losses.push(`trial ${trial}, message ${one.turn.assistantMessageId}: ${loss}`)
      }
    }
    const open = await stillOpen(app, all)
    if (open > 0) losses.push(`${open} costs were not settled within 30 s`)
  } finally {
    await world.close()
  }
  return {
    promise: 'P1 kill -9: what was shown is stored',
    trials,
    losses,
    notes: `${all.length} answers, ${shownCharacters} characters shown`
  }
}

async function streamAndKill(world: World, app: App): Promise<Asked[]> {
  const { chance, control } = world
  // What an earlier kill left unasked is asked now: nothing is cleared, for the bill must outlive the kill.
  await control.script(...Array.from({ length: streams }, () => slowAnswer(chance)))
  const asked: Asked[] = Array.from({ length: streams }, () => ({
    turn: turnOf('openai/gpt-5-mini', 'Go on for a while.'),
    shown: nothingShown(),
    accepted: false
  }))
  const reading = asked.map(async one => {
    // A question that was not answered before the kill was never accepted.
    const response = await post(app.origin, one.turn).catch(() => null)
    one.accepted = response?.status === 200
    if (response && one.accepted) await read(response, one.shown)
  })
  await sleep(chance.below(longestMs))
  app.child.kill('SIGKILL')
  await Promise.all([app.exited, ...reading])
  return asked
}

function damageIn(dataDirectory: string): string {
  const database = new Database(path.join(dataDirectory, 'steno.db'))
  try {
    const row = database.prepare('PRAGMA integrity_check').get() as { integrity_check: string }
    return row.integrity_check
  } finally {
    database.close()
  }
}

async function lossOf(app: App, { turn, shown }: Asked): Promise<string | null> {
  const answer = await stored(app.origin, turn)
  if (!answer) return 'the answer is gone'
  if (answer.status === 'streaming') return 'it is still said to be running'
  if (!answer.text.startsWith(shown.text))
    return `of ${shown.text.length} characters shown ${commonLength(answer.text, shown.text)} are stored`
  if (!answer.reasoning.startsWith(shown.reasoning))
    return `of ${shown.reasoning.length} characters of thought ${commonLength(answer.reasoning, shown.reasoning)} are stored`
  if (answer.status === 'complete' && !shown.done && shown.seqs.length === 0) return null
  if (shown.done && answer.status !== 'complete') return `it was shown whole, and is ${answer.status}`
  return null
}

function commonLength(left: string, right: string): number {
  let length = 0
  while (length < left.length && left[length] === right[length]) length++
  return length
}

/** Costs that are still being looked up after half a minute: OpenRouter answers at the first try here. */
async function stillOpen(app: App, turns: readonly TurnRequest[]): Promise<number> {
  let pending = 0
  for (let second = 0; second < 30; second++) {
    pending = 0
    for (const { conversationId } of turns) {
      const response = await fetch(`${app.origin}/api/costs?conversationId=${conversationId}`)
      const { total }: { total: { pending: number } } = await response.json()
      pending += total.pending
      if (pending > 0) break
    }
    if (pending === 0) return 0
    await sleep(1000)
  }
  return pending
}
