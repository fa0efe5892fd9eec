// What can be wrong with a database before anything is done with it, and the words for it.
import { existsSync, statSync } from 'node:fs'
import path from 'node:path'
import Database from 'libsql'
import { backupFolder, listBackups } from '../lib/db/backup-files.ts'
import { exitConfiguration, refuse } from './address.mjs'

/** EX_IOERR and EX_TEMPFAIL of sysexits.h. */
const exitDamaged = 74
const exitBusy = 75

/**
 * SQLite reads 100 MB in about a quarter of a second; a start may take three. What is larger is read whole by every backup, which then
 * fails and says so.
 */
const maxCheckedBytes = 256 * 1024 * 1024

/** Reads every page of a database that is not too large; throws SQLITE_CORRUPT at the first that is wrong. */
export function checkPages(file) {
  if (!existsSync(file) || statSync(file).size > maxCheckedBytes) return
  const database = new Database(file)
  try {
    database.exec('PRAGMA busy_timeout = 5000')
    const [finding] = database.prepare('PRAGMA quick_check(1)').raw().all()
    if (finding?.[0] !== 'ok') throw Object.assign(new Error(String(finding?.[0])), { code: 'SQLITE_CORRUPT' })
  } finally {
    database.close()
  }
}

/** Ends the process with the reason, where an error of SQLite's is one that somebody can do something about. */
export function refuseDatabase(file, error) {
  const code = /^SQLITE_[A-Z]+/.exec(error.code ?? '')?.[0]
  if (code === 'SQLITE_CORRUPT' || code === 'SQLITE_NOTADB') {
    refuse(exitDamaged, `The database ${file} is damaged (${error.message}). Steno leaves it as it is.\n${wayBack(file)}`)
  }
  if (code === 'SQLITE_FULL') refuse(exitDamaged, `There is no room on the disk of ${file}. Make some and start again.`)
  if (code === 'SQLITE_BUSY') refuse(exitBusy, `Another program holds the database ${file}. Close it and start again.`)
  if (code === 'SQLITE_READONLY' || code === 'SQLITE_CANTOPEN') {
    refuse(exitConfiguration, `The database ${file} cannot be written (${error.message}). Make it writable for this user.`)
  }
}

function wayBack(file) {
  const folder = backupFolder(file)
  const [last] = listBackups(folder)
  if (last === undefined) return `There is no backup of it in ${folder}.`
  return `Its last backup is of ${last.createdAt}. To go back to it: npm run restore -- ${path.join(folder, last.name)}`
}
