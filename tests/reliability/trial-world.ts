import { randomInt } from 'node:crypto'
import type { ScriptStep } from '../../lib/simulator/script.ts'
import { startSimulator } from '../../lib/simulator/server.ts'
import { SimulatorControl } from '../../lib/simulator/simulator-control.ts'
import { startApp, temporaryDataDirectory } from '../../scripts/app-server.mjs'
import { freePort } from '../../scripts/free-port.mjs'
import { switchTitlesOff } from '../setup/switch-titles-off.ts'

export type App = Awaited<ReturnType<typeof startApp>>

/** Numbers that come again with the same seed. */
export class Chance {
  #state: number
  readonly seed: number

  constructor(seed = randomInt(2 ** 31)) {
    this.seed = seed
    this.#state = seed
  }

  /** Below `limit`. */
  below(limit: number): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((this.#state / 2 ** 32) * limit)
  }
}

export interface World {
  chance: Chance
  control: SimulatorControl
  simulatorOrigin: string
  dataDirectory: string
  /** The server, started again on the same data and port after it was killed. */
  start(): Promise<App>
  close(): Promise<void>
}

/** An upstream that outlives the server, and a place for the server's data. `root`: the build to run, for one that is not this. */
export async function openWorld(chance: Chance): Promise<World> {
  const key = `sk-or-v1-chaos-${chance.seed}`
  const simulator = await startSimulator()
  const dataDirectory = temporaryDataDirectory()
  const port = await freePort()
  let app: App | null = null
  return {
    chance,
    control: new SimulatorControl(simulator.origin, key),
    simulatorOrigin: simulator.origin,
    dataDirectory,
    start: async () => {
      const isNew = app === null
      app = await startApp({ dataDirectory, port, env: { OPENROUTER_API_KEY: key, OPENROUTER_BASE_URL: simulator.url } })
      if (isNew) await switchTitlesOff(app.origin)
      return app
    },
    close: async () => {
      app?.child.kill('SIGKILL')
      await app?.exited
      await simulator.close()
    }
  }
}

const words = 'the harbour lies north of the mill, so the ferry must leave before the tide turns 港は北にある 🜁 '

/** An answer that takes a while, with thoughts before it. */
export function slowAnswer(chance: Chance, tokens = 60 + chance.below(200)): ScriptStep {
  return {
    reasoning: words.repeat(1 + chance.below(3)),
    text: words.repeat(Math.ceil((tokens * 4) / words.length)),
    tokensPerSecond: 60 + chance.below(240),
    tokenCharacters: 1 + chance.below(7)
  }
}
