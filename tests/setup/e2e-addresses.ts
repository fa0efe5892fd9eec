// Where tests/setup/e2e-servers.ts puts what the browser tests talk to.

/** The upstream of the app with a key; its control routes are under /__sim. */
export const simulatorPort = 34_010
export const simulatorOrigin = `http://127.0.0.1:${simulatorPort}`

/** An app with a key, whose upstream is the simulator above: what a test scripts there for `e2eKey` is what it answers. */
export const appPort = 34_011
export const appOrigin = `http://127.0.0.1:${appPort}`
export const e2eKey = 'sk-or-v1-e2e'

/** An app as a newcomer finds it: no key, demo mode. A key that a test enters leads to the simulator above. */
export const demoPort = 34_012
export const demoOrigin = `http://127.0.0.1:${demoPort}`

/** The app with a key over a line that a test can cut (unsteady-network.ts); the browser is told where this name leads. */
export const unsteadyOrigin = `http://localhost:${appPort}`
export const unsteadyPort = 34_013
