// Starts the production build the way `npm start` does, on a free port and a data directory of its own. For tests.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { freePort } from './free-port.mjs'
import { serverArguments, serverEnvironment } from './processes.mjs'

const temporaryDirectories = []
process.on('exit', () => {
  for (const directory of temporaryDirectories) rmSync(directory, { recursive: true, force: true })
})

/** The path of a data directory that is not there yet; it is removed when this process ends. */
export function temporaryDataDirectory() {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'steno-app-'))
  temporaryDirectories.push(directory)
  return path.join(directory, 'data')
}

/**
 * Runs scripts/serve.mjs; nobody waits for it. `exited` is its exit code (or the signal that ended it), `output()` what
 * it has printed so far.
 */
export function spawnApp({ port, dataDirectory, env = {} }) {
  const child = spawn(process.execPath, serverArguments, {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      ...process.env,
      ...serverEnvironment,
      OPENROUTER_API_KEY: '',
      HOST: '127.0.0.1',
      PORT: String(port),
      STENO_DATA: dataDirectory,
      ...env
    }
  })
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8')
    stream.on('data', text => {
      printed += text
    })
  }
  const exited = once(child, 'close').then(([code, signal]) => code ?? signal)
  return { child, exited, output: () => printed }
}

/**
 * A running app: `origin`, `dataDirectory`, `child` (to be killed as a test likes), `exited`, `output()`, `stop()`.
 * @param {{ dataDirectory?: string, port?: number, env?: Record<string, string> }} [options]
 */
export async function startApp({ dataDirectory = temporaryDataDirectory(), port, env = {} } = {}) {
  const chosenPort = port ?? (await freePort())
  const app = spawnApp({ port: chosenPort, dataDirectory, env })
  const ready = once(app.child, 'message').then(() => true)
  const code = await Promise.race([ready, app.exited])
  if (code !== true) throw new Error(`The app ended with ${code} instead of starting:\n${app.output()}`)
  const stop = async () => {
    app.child.kill('SIGTERM')
    return await app.exited
  }
  return { ...app, origin: `http://127.0.0.1:${chosenPort}`, port: chosenPort, dataDirectory, stop }
}
