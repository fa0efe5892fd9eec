import { nothingShown, post, read, stored, turnOf } from './chaos-client.ts'
import type { Verdict } from './promise.ts'
import { type Chance, openWorld } from './trial-world.ts'

const copies = 10

/** P6: one send is one message and at most one request upstream, however often it arrives; another body under its id is refused. */
export async function bursts(trials: number, chance: Chance): Promise<Verdict> {
  const world = await openWorld(chance)
  const losses: string[] = []
  try {
    const app = await world.start()
    for (let trial = 0; trial < trials; trial++) {
      await world.control.clear()
      await world.control.script({ text: 'Once.', tokensPerSecond: 200 })
      const turn = turnOf('openai/gpt-5-mini', `Burst ${trial}`)
      const responses = await Promise.all(Array.from({ length: copies }, () => post(app.origin, turn)))
      const shown = responses.map(nothingShown)
      const other = await post(app.origin, { ...turn, settings: { ...turn.settings, temperature: 1 } })
      await other.body?.cancel()
      await Promise.all(responses.map((response, index) => read(response, shown[index] ?? nothingShown())))
      const requests = await world.control.requests()
      const answer = await stored(app.origin, turn)
      if (responses.some(({ status }) => status !== 200))
        losses.push(`burst ${trial}: answered ${responses.map(({ status }) => status).join()}`)
      if (requests.length !== 1) losses.push(`burst ${trial}: ${requests.length} requests went upstream`)
      if (shown.some(one => one.text !== 'Once.')) losses.push(`burst ${trial}: not everybody was given the answer`)
      if (answer?.text !== 'Once.') losses.push(`burst ${trial}: stored is ${JSON.stringify(answer)}`)
      if (other.status !== 422) losses.push(`burst ${trial}: another body under the same id was answered ${other.status}`)
    }
  } finally {
    await world.close()
  }
  return { promise: 'P6 one send, one request', trials, losses, notes: `${copies} copies each` }
}
