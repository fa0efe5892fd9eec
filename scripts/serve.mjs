// The server process: makes the data directory safe, then runs the production build in this same process, so that what
// holds the lock is what writes. `npm start` supervises it; tests start it as it is.
import { existsSync } from 'node:fs'
import path from 'node:path'
import { exitConfiguration, readAddress, refuse } from './address.mjs'
import { openDataDirectory } from './data-directory.mjs'
import { forgetPaths } from './forget-paths.mjs'
import { nextServer } from './harden-http.mjs'
import { root } from './processes.mjs'

/** Below the ten seconds after which whoever asked us to stop kills us. */
const shutdownMs = 8_000

const { host, port, origin } = readAddress()
const entry = path.join(root, '.next/standalone/server.js')
if (!existsSync(entry)) refuse(exitConfiguration, 'There is no build yet: npm start makes one.')

let stopping = false
async function stop() {
  if (stopping) return
  stopping = true
  setTimeout(() => process.exit(0), shutdownMs).unref()
  const server = await nextServer
  // Set by lib/turn/boot.ts: ends the running turns so that they say so, and whoever watches them. Who asks meanwhile is told to wait.
  await globalThis.stenoShutdown?.()
  server.close()
  process.exit(0)
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect']) process.on(signal, stop)

process.env.STENO_DATA = openDataDirectory()
// Next changes the working directory, reads its address from these, and would end at a signal without asking us.
Object.assign(process.env, {
  NODE_ENV: 'production',
  HOSTNAME: host,
  PORT: String(port),
  NEXT_MANUAL_SIG_HANDLE: '1',
  NEXT_TELEMETRY_DISABLED: '1'
})

void nextServer.then(server => {
  // Before Next's own listener, which ends the process with a stack.
  server.prependListener('error', error => {
    if (error.code === 'EADDRINUSE') refuse(1, `Port ${port} is used by another program. Choose another one: PORT=${port + 1} npm start`)
  })
})
forgetPaths(entry)
await import(entry)

// Answers only once everything that runs at start has run.
const response = await fetch(`${origin}/api/settings`)
if (!response.ok) refuse(1, 'Steno could not start: the lines above say why.')
const settings = await response.json()
const mode = settings.upstream === 'demo' ? ' (demo mode: replies are simulated until you enter an OpenRouter key under Settings)' : ''
console.log(`Steno is ready at ${origin}${mode}`)
process.send?.('ready')
