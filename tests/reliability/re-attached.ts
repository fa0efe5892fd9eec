import { setTimeout as sleep } from 'node:timers/promises'
import type { TurnRequest } from '../../lib/chat/turn-request.ts'
import { nothingShown, post, read, type Shown, stored, turnOf } from './chaos-client.ts'
import type { Verdict } from './promise.ts'
import { type App, type Chance, openWorld, slowAnswer } from './trial-world.ts'

/** Readers side by side; each loses its connection again and again. */
const readers = 10
/** How often a device that joins late is cut off, as a rule before it has all that is so far. */
const cutsAtStart = 4

/** P3: a reader that is cut off anywhere and comes back has the same text, without a gap and without a repeat. */
export async function reAttached(trials: number, chance: Chance): Promise<Verdict> {
  const world = await openWorld(chance)
  const losses: string[] = []
  let cuts = 0
  let answers = 0
  try {
    const app = await world.start()
    while (cuts < trials) {
      await world.control.clear()
      await world.control.script(...Array.from({ length: readers }, () => slowAnswer(chance, 400)))
      const results = await Promise.all(Array.from({ length: readers }, () => readInPieces(app, chance)))
      answers += readers
      for (const result of results) {
        cuts += result.cuts
        losses.push(...result.losses)
      }
    }
  } finally {
    await world.close()
  }
  return { promise: 'P3 cut off and back: byte-equal', trials: cuts, losses, notes: `${answers} answers` }
}

async function readInPieces(app: App, chance: Chance): Promise<{ cuts: number; losses: string[] }> {
  const turn = turnOf('openai/gpt-5-mini', 'Go on for a while.')
  const shown = nothingShown()
  const whole = nothingShown()
  const first = await post(app.origin, turn)
  // A second device, which joins late and stays to the end.
  const second = fetch(`${app.origin}/api/chat/${turn.assistantMessageId}/stream`).then(response => read(response, whole))
  // And one that is cut off inside what it is given at once.
  const late = nothingShown()
  const third = readAnew(app, turn, chance, late)
  let cuts = 0
  let response: Response | null = first
  while (response && !shown.done) {
    const until = shown.seqs.length + 1 + chance.below(12)
    await read(response, shown, soFar => soFar.seqs.length >= until && !soFar.done)
    if (shown.done) break
    cuts += 1
    const after = shown.seqs.at(-1) ?? 0
    const next: Response = await fetch(`${app.origin}/api/chat/${turn.assistantMessageId}/stream?after=${after}`)
    response = next.status === 200 ? next : null
  }
  await second
  cuts += await third
  return { cuts, losses: await lossesOf(app, turn, shown, [whole, late]) }
}

/** Joins from the start until it has a number to go on behind, cut off after any character of it. */
async function readAnew(app: App, turn: TurnRequest, chance: Chance, shown: Shown): Promise<number> {
  for (let cuts = 0; ; cuts++) {
    await sleep(chance.below(300))
    const after = shown.seqs.at(-1)
    if (after === undefined) Object.assign(shown, nothingShown())
    const query = after === undefined ? '' : `?after=${after}`
    const response = await fetch(`${app.origin}/api/chat/${turn.assistantMessageId}/stream${query}`)
    if (response.status !== 200) return cuts
    await read(response, shown, () => false, cuts < cutsAtStart ? chance.below(2000) : undefined)
    if (shown.done) return cuts
  }
}

async function lossesOf(app: App, turn: TurnRequest, shown: Shown, others: readonly Shown[]): Promise<string[]> {
  const answer = await stored(app.origin, turn)
  const losses: string[] = []
  const where = `message ${turn.assistantMessageId}`
  if (answer?.status !== 'complete') losses.push(`${where}: ended as ${answer?.status}`)
  if (!isStrictlyRising(shown.seqs)) losses.push(`${where}: the numbers of its events do not rise by one`)
  // A reader that was away at the end reads the rest from what is stored.
  const sawAll = shown.done ? answer?.text === shown.text && answer.reasoning === shown.reasoning : answer?.text.startsWith(shown.text)
  if (!sawAll) losses.push(`${where}: the text of the reader in pieces is another one`)
  for (const other of others) {
    if (other.done && (answer?.text !== other.text || answer.reasoning !== other.reasoning))
      losses.push(`${where}: another device saw another text`)
  }
  return losses
}

function isStrictlyRising(seqs: readonly number[]): boolean {
  return seqs.every((seq, index) => index === 0 || seq === (seqs[index - 1] ?? 0) + 1)
}
