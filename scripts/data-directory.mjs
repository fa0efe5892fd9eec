// The data directory, made safe before anything reads it: private to its owner, used by one process, migrated.

import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { exitConfiguration, refuse } from './address.mjs'
import { takeProcessLock } from './process-lock.mjs'
import { root } from './processes.mjs'

/** EX_TEMPFAIL of sysexits.h: it would work at another time. */
const exitBusy = 75

/** Keys and conversations: whoever else may read them must be told before they are used, not after. */
function refuseReadableByOthers(directory) {
  if (process.platform === 'win32') return
  const files = readdirSync(directory).filter(name => name.startsWith('steno.') || name === 'secret.key')
  const open = [directory, ...files.map(name => path.join(directory, name))].filter(name => (statSync(name).mode & 0o077) !== 0)
  if (open.length > 0) {
    refuse(
      exitConfiguration,
      `Other users of this machine may use these files of Steno:\n  ${open.join('\n  ')}\nClose them: chmod -R go-rwx ${directory}`
    )
  }
}

/** Makes the directory if there is none. On a disk that is mounted read-only nothing could be kept. */
function refuseUnwritable(directory) {
  try {
    if (!existsSync(directory)) mkdirSync(directory, { recursive: true, mode: 0o700 })
    const files = readdirSync(directory).filter(name => name.startsWith('steno.'))
    for (const name of [directory, ...files.map(name => path.join(directory, name))]) accessSync(name, constants.R_OK | constants.W_OK)
  } catch (error) {
    refuse(
      exitConfiguration,
      `Steno cannot write to its data (${error.code}): ${error.path}\nMake it writable for this user, or use another STENO_DATA.`
    )
  }
}

/** Opens STENO_DATA for this process until it ends, or ends it with the reason. Returns the directory. */
export function openDataDirectory() {
  const directory = path.resolve(root, process.env.STENO_DATA || 'data')
  process.umask(0o077)
  refuseUnwritable(directory)
  refuseReadableByOthers(directory)

  const holder = takeProcessLock(directory)
  if (holder !== null)
    refuse(exitBusy, `Steno is already running on ${directory} (process ${holder.pid}). Stop it first, or use another STENO_DATA.`)

  // In a process of its own: the server opens the file with another copy of SQLite, and when one copy in a process
  // closes a file the kernel drops the locks of the other.
  const migration = spawnSync(process.execPath, [path.join(root, 'scripts/migrate.mjs'), path.join(directory, 'steno.db')], {
    stdio: 'inherit'
  })
  if (migration.status !== 0) process.exit(migration.status ?? 1)
  return directory
}
