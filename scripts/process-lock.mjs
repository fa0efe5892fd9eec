// One Steno per data directory: a second process would take the first one's running turns for dead and end them.
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import Database from 'libsql'

/** The lock is SQLite's own on a file of its own: the kernel frees it however the process ends, and no pid can be mistaken. */
let held

/** Takes the lock until the process ends. Returns null, or what is known of the process that holds it. */
export function takeProcessLock(directory) {
  const pidFile = path.join(directory, 'steno.pid')
  const lock = new Database(path.join(directory, 'steno.lock'))
  try {
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    if (!/locked|busy/i.test(error.message)) throw error
    return { pid: readFileSync(pidFile, 'utf8').trim() }
  }
  held = lock
  writeFileSync(pidFile, `${process.pid}\n`)
  return null
}

/** Keeps the connection from being collected: its end would be the lock's. */
export const holdsProcessLock = () => held?.inTransaction === true
