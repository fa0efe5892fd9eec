import { setTimeout as sleep } from 'node:timers/promises'
import { nothingShown, post, read, stored, turnOf } from './chaos-client.ts'
import type { Verdict } from './promise.ts'
import { type Chance, openWorld, slowAnswer } from './trial-world.ts'

const streams = 20
const limitMs = 10_000

/** P17: SIGTERM ends the process well and in time; what ran is complete or interrupted, with what was shown of it. */
export async function terminated(trials: number, chance: Chance): Promise<Verdict> {
  const world = await openWorld(chance)
  const losses: string[] = []
  let slowest = 0
  let app = await world.start()
  try {
    for (let trial = 0; trial < trials; trial++) {
      await world.control.clear()
      await world.control.script(...Array.from({ length: streams }, () => slowAnswer(chance, 600)))
      const asked = Array.from({ length: streams }, () => ({ turn: turnOf('openai/gpt-5-mini', 'Go on.'), shown: nothingShown() }))
      const reading = asked.map(async ({ turn, shown }) => {
        // One that the server did not take before it ended was never asked.
        const response = await post(app.origin, turn).catch(() => null)
        if (response?.status === 200) await read(response, shown)
      })
      await sleep(300 + chance.below(900))
      const startedAt = performance.now()
      app.child.kill('SIGTERM')
      const code = await app.exited
      const took = performance.now() - startedAt
      slowest = Math.max(slowest, took)
      await Promise.all(reading)
      if (code !== 0) losses.push(`trial ${trial}: exit ${code}`)
      if (took > limitMs) losses.push(`trial ${trial}: it took ${(took / 1000).toFixed(1)} s`)
      app = await world.start()
      for (const { turn, shown } of asked) {
        const answer = await stored(app.origin, turn)
        if (!answer && shown.seqs.length === 0) continue
        if (answer?.status !== 'complete' && answer?.status !== 'interrupted') losses.push(`trial ${trial}: an answer is ${answer?.status}`)
        if (!answer?.text.startsWith(shown.text)) losses.push(`trial ${trial}: shown text is not stored`)
      }
    }
  } finally {
    await world.close()
  }
  return {
    promise: 'P17 SIGTERM: ends well within 10 s',
    trials,
    losses,
    notes: `slowest ${(slowest / 1000).toFixed(1)} s, ${streams} answers each`
  }
}
