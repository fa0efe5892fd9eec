/** The simulator plays a recorded answer as it was: whoever tests against it reads what OpenRouter sent. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startSimulator } from '../../lib/simulator/server.ts'
import { SimulatorControl } from '../../lib/simulator/simulator-control.ts'
import { ask, serveFixtures } from '../wire/harness.ts'
import { readRecordedBodies, replyWith } from './recorded-body.ts'
import { recordingsFolder } from './recordings-folder.ts'
import { tallyChecks } from './tally.ts'

const server = serveFixtures()
const bodies = readRecordedBodies(recordingsFolder).filter(({ kind }) => kind === 'stream' || kind === 'completion')
tallyChecks(() => `${bodies.length} chat bodies played by the simulator`)

let simulator: Awaited<ReturnType<typeof startSimulator>>
beforeAll(async () => {
  simulator = await startSimulator({ recordings: recordingsFolder })
})
afterAll(() => simulator.close())

test.each(bodies)('$name', async body => {
  const key = `sk-or-v1-${body.name}`
  const control = new SimulatorControl(simulator.origin, key)
  server.on('/chat/completions', replyWith(body))
  const recorded = await ask(server, { maxRetries: 0 })
  for (const bytes of ['whole', 'random'] as const) {
    await control.script({ framing: { replayFile: body.name, bytes } })
    const played = await ask(server, { maxRetries: 0, baseUrl: simulator.url, openRouterApiKey: key })
    expect(played.chunks).toEqual(recorded.chunks)
    expect(played.error).toEqual(recorded.error)
  }
})
