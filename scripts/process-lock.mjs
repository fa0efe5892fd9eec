// One Steno per data directory: a second process would take the first one's running turns for dead and end them.
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import Database from 'libsql'

/**
 * Takes the lock until the process ends. Returns null, or the process that holds it. The lock is SQLite's own, on a file
 * of its own: the kernel frees it however the process ends, and a pid that was given out again cannot be mistaken for it.
 */
export function takeProcessLock(directory) {
  const pidFile = path.join(directory, 'steno.pid')
  const lock = new Database(path.join(directory, 'steno.lock'))
  try {
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    if (!/locked|busy/i.test(error.message)) throw error
    return { pid: readFileSync(pidFile, 'utf8').trim() }
  }
  // Also what keeps the connection from being collected.
  process.on('exit', () => lock.close())
  writeFileSync(pidFile, `${process.pid}\n`)
  return null
}
