// Brings a database up to prisma/migrations at every start. Prisma's own migrate needs an engine that npm does not
// carry; what this leaves behind is what Prisma's engine itself would have left (tests/db/migrations.test.ts).
import { createHash, randomUUID } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import Database from 'libsql'
import { BackupError, writeKeptBackup } from '../lib/db/write-backup.ts'
import { env } from '../lib/env.ts'
import { exitConfiguration, refuse } from './address.mjs'
import { checkPages, refuseDatabase } from './database-faults.mjs'

/** Prisma's own table, statement for statement. */
const historyTable = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id"                    TEXT PRIMARY KEY NOT NULL,
    "checksum"              TEXT NOT NULL,
    "finished_at"           DATETIME,
    "migration_name"        TEXT NOT NULL,
    "logs"                  TEXT,
    "rolled_back_at"        DATETIME,
    "started_at"            DATETIME NOT NULL DEFAULT current_timestamp,
    "applied_steps_count"   INTEGER UNSIGNED NOT NULL DEFAULT 0
)`

/** A database that this version must not touch: it says why and what to do. */
export class MigrationRefusal extends Error {}

/** The migrations of a directory, oldest first. */
export function readMigrations(directory) {
  if (!existsSync(directory)) return []
  return readdirSync(directory, { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .map(entry => entry.name)
    .sort()
    .map(name => ({ name, sql: readFileSync(path.join(directory, name, 'migration.sql'), 'utf8') }))
}

/** Prisma's way to write a time. */
const now = () => new Date().toISOString().replace('Z', '+00:00')

const checksum = sql => createHash('sha256').update(sql).digest('hex')

/** What of `migrations` a database has not had. Refuses one that had others. */
export function pendingMigrations(database, migrations) {
  const applied = database.prepare('SELECT migration_name AS name, checksum FROM _prisma_migrations ORDER BY started_at, rowid').all()
  for (const [position, row] of applied.entries()) {
    const migration = migrations[position]
    if (migration?.name !== row.name) {
      throw new MigrationRefusal(
        `The database has had the migration "${row.name}", which this version does not know: it was last used by another version of Steno. Start that version, or restore a backup.`
      )
    }
    if (checksum(migration.sql) !== row.checksum) {
      throw new MigrationRefusal(`The migration "${row.name}" was edited after it had been applied to this database. Restore the file.`)
    }
  }
  return migrations.slice(applied.length)
}

function applyMigration(database, { name, sql }) {
  const startedAt = now()
  database.exec(sql)
  database
    .prepare(
      'INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, logs, started_at, applied_steps_count) VALUES (?, ?, ?, ?, NULL, ?, 1)'
    )
    .run(randomUUID(), checksum(sql), now(), name, startedAt)
}

/** All of them or none: the process may be killed at any statement. */
function applyAll(database, migrations) {
  // Prisma redefines a table by dropping it. Inside a transaction its own PRAGMA is ignored, and the drop would cascade.
  database.exec('PRAGMA foreign_keys = OFF')
  database.exec('BEGIN IMMEDIATE')
  try {
    for (const migration of migrations) applyMigration(database, migration)
    const orphans = database.prepare('PRAGMA foreign_key_check').all()
    if (orphans.length > 0)
      throw new Error(`Migrating would leave ${orphans.length} rows without their parent, first in ${orphans[0].table}.`)
    database.exec('COMMIT')
  } catch (error) {
    database.exec('ROLLBACK')
    throw error
  }
}

/**
 * Creates the database if there is none and applies what is pending. A database with data is backed up first.
 * Returns the names applied.
 */
export function migrate(file, directory) {
  const database = new Database(file)
  try {
    // Both only take effect before the first table; with small pages the journal writes a tenth per token.
    database.exec('PRAGMA page_size = 512')
    database.exec('PRAGMA journal_mode = WAL')
    database.exec(historyTable)
    const migrations = readMigrations(directory)
    const pending = pendingMigrations(database, migrations)
    if (pending.length === 0) return []
    if (pending.length < migrations.length) {
      writeKeptBackup(file, env.backupsKept, pending[0].name)
    }
    applyAll(database, pending)
    // close() does it only once every statement has been collected; until then a copy of the file alone would be empty.
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    return pending.map(migration => migration.name)
  } finally {
    database.close()
  }
}

if (process.argv[1] === import.meta.filename) {
  const [, , file] = process.argv
  try {
    checkPages(file)
    const applied = migrate(file, path.join(import.meta.dirname, '../prisma/migrations'))
    if (applied.length > 0) console.log(`Database: applied ${applied.join(', ')}`)
  } catch (error) {
    if (error instanceof MigrationRefusal || error instanceof BackupError) refuse(exitConfiguration, error.message)
    refuseDatabase(file, error)
    throw error
  }
}
