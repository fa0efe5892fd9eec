// npm run restore -- file: puts a backup in the place of the database. What was there before is kept among the backups.
import { chmodSync, copyFileSync, existsSync, linkSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import Database from 'libsql'
import { backupFolder, backupName, pruneBackups } from '../lib/db/backup-files.ts'
import { sync } from '../lib/db/write-backup.ts'
import { env } from '../lib/env.ts'
import { refuse } from './address.mjs'
import { MigrationRefusal, pendingMigrations, readMigrations } from './migrate.mjs'
import { takeProcessLock } from './process-lock.mjs'

/** EX_USAGE, EX_DATAERR, EX_NOINPUT and EX_TEMPFAIL of sysexits.h. */
const exitUsage = 64
const exitData = 65
const exitNoInput = 66
const exitBusy = 75

/** Why `file` cannot be used as the database; null when it can, and then it is complete without its log. */
function fault(file) {
  const database = new Database(file)
  try {
    const [finding, ...more] = database.prepare('PRAGMA quick_check(1)').raw().all()
    if (finding?.[0] !== 'ok' || more.length > 0) return `it is damaged (${finding?.[0]}).`
    const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").raw().all().flat()
    if (!tables.includes('_prisma_migrations') || !tables.includes('Conversation')) return 'it is no database of Steno.'
    pendingMigrations(database, readMigrations(path.join(import.meta.dirname, '../prisma/migrations')))
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    return null
  } catch (error) {
    if (error instanceof MigrationRefusal) return error.message
    if (error.code === 'SQLITE_NOTADB') return 'it is no SQLite database.'
    if (/^SQLITE_/.test(error.code)) return `it is damaged (${error.message}).`
    throw error
  } finally {
    database.close()
  }
}

/** Keeps the database that is there, whole or damaged, as a file of its own. */
function keepCurrent(databaseFile) {
  if (!existsSync(databaseFile)) return null
  const folder = backupFolder(databaseFile)
  const kept = path.join(folder, backupName(new Date(), 'restore'))
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  // Copies the log back into one that is whole; beside a damaged one the log is kept as it is.
  fault(databaseFile)
  // A second name and no move: at every moment there is a database in its place, the one or the other.
  for (const suffix of ['', '-wal']) if (existsSync(databaseFile + suffix)) linkSync(databaseFile + suffix, kept + suffix)
  sync(folder)
  return kept
}

const [file] = process.argv.slice(2)
if (file === undefined) refuse(exitUsage, 'Usage: npm run restore -- <file>')
const source = path.resolve(process.env.INIT_CWD ?? '.', file)
if (!existsSync(source)) refuse(exitNoInput, `There is no file ${source}.`)

const { databaseFile, dataDirectory } = env
process.umask(0o077)
mkdirSync(dataDirectory, { recursive: true, mode: 0o700 })
const holder = takeProcessLock(dataDirectory)
if (holder !== null) refuse(exitBusy, `Steno is running on ${dataDirectory} (process ${holder.pid}). Stop it first.`)

// What is examined is what is put in place; the backup itself is only read.
const candidate = `${databaseFile}.restoring`
const drop = () => {
  for (const suffix of ['', '-wal', '-shm']) rmSync(candidate + suffix, { force: true })
}
drop()
try {
  for (const suffix of ['', '-wal']) {
    if (!existsSync(source + suffix)) continue
    copyFileSync(source + suffix, candidate + suffix)
    chmodSync(candidate + suffix, 0o600)
  }
  const reason = fault(candidate)
  if (reason !== null) {
    drop()
    refuse(exitData, `${source} cannot be restored: ${reason} Nothing was changed.`)
  }
  sync(candidate)
  for (const suffix of ['-wal', '-shm']) rmSync(candidate + suffix, { force: true })
  const kept = keepCurrent(databaseFile)
  // A log left behind would be read into the other database.
  for (const suffix of ['-wal', '-shm']) rmSync(databaseFile + suffix, { force: true })
  renameSync(candidate, databaseFile)
  sync(dataDirectory)
  pruneBackups(backupFolder(databaseFile), env.backupsKept)
  console.log(`Restored ${source}.`)
  if (kept !== null) console.log(`The database that was there is ${kept}.`)
} catch (error) {
  drop()
  refuse(exitData, `${source} cannot be restored: ${error.message} The database is as it was.`)
}
