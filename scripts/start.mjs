import { readAddress } from './address.mjs'
import { ended, serverArguments, serverEnvironment, start as startProcess } from './processes.mjs'
import { build } from './setup.mjs'

/** What the server exits with when only a new process helps, e.g. its database connection is poisoned. */
const exitRestart = 75

/** `npm start`: builds what is out of date and keeps a server running until it is told to stop. */
export async function start() {
  readAddress()
  await build()
  for (;;) {
    let ready = false
    const server = startProcess(process.execPath, serverArguments, { env: serverEnvironment, channel: true })
    server.on('message', () => {
      ready = true
    })
    const code = await ended(server)
    if (code !== exitRestart || !ready) return code
    console.error('Steno restarts.')
  }
}
