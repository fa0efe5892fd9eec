import { randomInt } from 'node:crypto'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
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

/** Which build is tried, and what is in its environment. */
export interface Build {
  /** The folder of a build that is not this one. */
  root?: string
  env?: Record<string, string>
}

export interface World {
  chance: Chance
  key: string
  control: SimulatorControl
  simulatorOrigin: string
  dataDirectory: string
  /** The server, started again on the same data and port after it was killed. Fails when it was killed before it was ready. */
  start(env?: Record<string, string>): Promise<App>
  close(): Promise<void>
}

/** An upstream that outlives the server, and a place for the server's data. */
export async function openWorld(chance: Chance, { root, env = {} }: Build = {}, dataDirectory = temporaryDataDirectory()): Promise<World> {
  const key = `sk-or-v1-chaos-${chance.seed}`
  const simulator = await startSimulator()
  const port = await freePort()
  const starter = root === undefined ? startApp : await starterOf(root)
  let app: App | null = null
  return {
    chance,
    key,
    control: new SimulatorControl(simulator.origin, key),
    simulatorOrigin: simulator.origin,
    dataDirectory,
    start: async (more = {}) => {
      const isNew = app === null
      const upstream = { OPENROUTER_API_KEY: key, OPENROUTER_BASE_URL: simulator.url }
      app = await starter({ dataDirectory, port, env: { ...upstream, ...env, ...more } })
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

async function starterOf(root: string): Promise<typeof startApp> {
  const module: typeof import('../../scripts/app-server.mjs') = await import(pathToFileURL(path.join(root, 'scripts/app-server.mjs')).href)
  return module.startApp
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
