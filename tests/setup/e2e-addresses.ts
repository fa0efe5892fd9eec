// Where tests/setup/e2e-servers.ts puts what the browser tests talk to: for each of Playwright's workers a world of its own,
// because the tests script a simulator and reset it. Playwright's first process chooses the ports; its workers and its
// servers inherit the choice.
import { freePorts } from '../../scripts/free-port.mjs'

export const workers = 2
const portsOfWorld = 5
process.env.STENO_E2E_PORTS ??= (await freePorts(workers * portsOfWorld)).join()

const ports = process.env.STENO_E2E_PORTS.split(',').map(Number)

/** Which world this process is in: a worker by its number, the servers as they were told. */
const ownWorld = Number(process.env.STENO_E2E_WORLD ?? process.env.TEST_PARALLEL_INDEX ?? 0)

function portsOf(world: number) {
  const [simulator = 0, app = 0, demo = 0, unsteady = 0, restarted = 0] = ports.slice(world * portsOfWorld)
  return { simulator, app, demo, unsteady, restarted }
}
const { simulator: simulatorPort, app: appPort, demo: demoPort, unsteady: unsteadyPort, restarted: restartedPort } = portsOf(ownWorld)

/** Answers when all servers of a world do. */
export function readinessOf(world: number): string {
  return `http://127.0.0.1:${portsOf(world).demo}/api/health`
}

/** The upstream of the app with a key; its control routes are under /__sim. */
export const simulatorOrigin = `http://127.0.0.1:${simulatorPort}`

/** An app with a key, whose upstream is the simulator above: what a test scripts there for `e2eKey` is what it answers. */
export const appOrigin = `http://127.0.0.1:${appPort}`
export const e2eKey = 'sk-or-v1-e2e'

/** An app as a newcomer finds it: no key, demo mode. A key that a test enters leads to the simulator above. */
export const demoOrigin = `http://127.0.0.1:${demoPort}`

/** The app with a key over a line that a test can cut (unsteady-network.ts); the browser is told where this name leads. */
export const unsteadyOrigin = `http://localhost:${appPort}`

/** For a test that starts and stops an app of its own. */
export const restartedOrigin = `http://127.0.0.1:${restartedPort}`

export { appPort, demoPort, restartedPort, simulatorPort, unsteadyPort }
