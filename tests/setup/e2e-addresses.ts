// Where tests/setup/e2e-servers.ts puts what the browser tests talk to. Playwright's first process chooses; its workers and
// its servers inherit the choice.
import { freePorts } from '../../scripts/free-port.mjs'

process.env.STENO_E2E_PORTS ??= (await freePorts(5)).join()
const [simulatorPort = 0, appPort = 0, demoPort = 0, unsteadyPort = 0, restartedPort = 0] =
  process.env.STENO_E2E_PORTS.split(',').map(Number)

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
