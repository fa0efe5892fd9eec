import { readAddress } from './address.mjs'
import { openDataDirectory } from './data-directory.mjs'
import { run } from './processes.mjs'
import { tool } from './setup.mjs'

/** `npm run dev`: Next's development server on the same data, under the same lock. */
export function dev() {
  const { host, port } = readAddress()
  const env = { STENO_DATA: openDataDirectory(), HOST: host, PORT: String(port), NEXT_TELEMETRY_DISABLED: '1' }
  return run(...tool('next/dist/bin/next', 'dev', '--hostname', host, '--port', String(port)), { env })
}
