// The start-up migration runner against Prisma's own engine: real SQLite files, real migrations, nothing scripted.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import Database from 'libsql'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { backupFolder, listBackups } from '../../lib/db/backup-files.ts'
import { migrate, readMigrations } from '../../scripts/migrate.mjs'
import { openSchemaEngine } from '../../scripts/schema-engine.mjs'

const prisma = path.resolve(import.meta.dirname, '../../prisma')
const released = path.join(prisma, 'migrations')

let directory: string
let databaseFile: string

beforeEach(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'steno-migrations-'))
  databaseFile = path.join(directory, 'steno.db')
})

afterEach(() => rmSync(directory, { recursive: true, force: true }))

async function withEngine<Result>(use: (engine: Awaited<ReturnType<typeof openSchemaEngine>>) => Promise<Result>): Promise<Result> {
  const engine = await openSchemaEngine({ databaseFile, schemaFile: path.join(prisma, 'schema.prisma'), migrationsDirectory: released })
  try {
    return await use(engine)
  } finally {
    engine.free()
  }
}

function query(sql: string): unknown[] {
  const database = new Database(databaseFile)
  try {
    return database.prepare(sql).all()
  } finally {
    database.close()
  }
}

function execute(sql: string): void {
  const database = new Database(databaseFile)
  try {
    database.exec(sql)
  } finally {
    database.close()
  }
}

/** A directory of migrations made up by a test. */
function migrations(name: string, sqlByName: Record<string, string>): string {
  for (const [migration, sql] of Object.entries(sqlByName)) {
    mkdirSync(path.join(directory, name, migration), { recursive: true })
    writeFileSync(path.join(directory, name, migration, 'migration.sql'), sql)
  }
  return path.join(directory, name)
}

describe("what Prisma's engine says of a database that we migrated", () => {
  test('history in order, nothing edited, nothing failed, nothing left to apply, schema as written', async () => {
    expect(migrate(databaseFile, released)).toEqual(readMigrations(released).map(migration => migration.name))
    expect(await withEngine(engine => engine.diagnose())).toEqual({
      editedMigrationNames: [],
      failedMigrationNames: [],
      hasMigrationsTable: true,
      history: null
    })
    expect(await withEngine(engine => engine.deploy())).toEqual([])
    expect(await withEngine(engine => engine.diff())).toBeNull()
  })

  test('the history rows look like its own', async () => {
    migrate(databaseFile, released)
    const shape = `SELECT migration_name, checksum, typeof(id) AS id, length(id) AS idLength, typeof(logs) AS logs,
      typeof(rolled_back_at) AS rolledBackAt, typeof(started_at) AS startedAt, length(started_at) AS startedAtLength,
      substr(finished_at, -6) AS zone, applied_steps_count FROM _prisma_migrations`
    const ours = query(shape)
    execute('DELETE FROM _prisma_migrations')
    // A full-text index takes its own tables with it.
    const made = query(`SELECT type, name FROM sqlite_master WHERE type IN ('table', 'view') AND name <> '_prisma_migrations'
      AND name NOT GLOB 'SearchIndex_*' ORDER BY type DESC`) as { type: string; name: string }[]
    for (const { type, name } of made) execute(`PRAGMA foreign_keys = OFF; DROP ${type} "${name}"`)
    await withEngine(engine => engine.deploy())
    expect(ours).toEqual(query(shape))
  })
})

describe('the database that a first start makes', () => {
  test('has small pages and a write-ahead log', () => {
    migrate(databaseFile, released)
    expect(query('PRAGMA page_size')).toEqual([{ page_size: 512 }])
    expect(query('PRAGMA journal_mode')).toEqual([{ journal_mode: 'wal' }])
  })

  test('keeps no sequence table: AUTOINCREMENT would cost a page per row of the journal', () => {
    migrate(databaseFile, released)
    expect(query("SELECT name FROM sqlite_master WHERE name = 'sqlite_sequence'")).toEqual([])
  })

  test('is not touched by a second start', () => {
    migrate(databaseFile, released)
    const before = query('SELECT * FROM _prisma_migrations')
    expect(migrate(databaseFile, released)).toEqual([])
    expect(query('SELECT * FROM _prisma_migrations')).toEqual(before)
  })
})

describe('upgrades', () => {
  const first = `CREATE TABLE "Chat" ("id" TEXT NOT NULL PRIMARY KEY, "title" TEXT);
    CREATE TABLE "Line" ("id" TEXT NOT NULL PRIMARY KEY, "chatId" TEXT NOT NULL,
      CONSTRAINT "Line_chatId_fkey" FOREIGN KEY ("chatId") REFERENCES "Chat" ("id") ON DELETE CASCADE ON UPDATE CASCADE);`

  // As Prisma writes it when a column becomes required.
  const redefine = `PRAGMA defer_foreign_keys=ON;
    PRAGMA foreign_keys=OFF;
    CREATE TABLE "new_Chat" ("id" TEXT NOT NULL PRIMARY KEY, "title" TEXT NOT NULL DEFAULT '');
    INSERT INTO "new_Chat" ("id", "title") SELECT "id", coalesce("title", '') FROM "Chat";
    DROP TABLE "Chat";
    ALTER TABLE "new_Chat" RENAME TO "Chat";
    PRAGMA foreign_keys=ON;
    PRAGMA defer_foreign_keys=OFF;`

  function migrateWithRows(): string {
    const directoryOfFirst = migrations('m', { '1_first': first })
    migrate(databaseFile, directoryOfFirst)
    execute(`INSERT INTO "Chat" VALUES ('a', NULL); INSERT INTO "Line" VALUES ('1', 'a')`)
    return directoryOfFirst
  }

  test('redefining a parent table keeps the children', () => {
    migrateWithRows()
    expect(migrate(databaseFile, migrations('m', { '2_redefine': redefine }))).toEqual(['2_redefine'])
    expect(query('SELECT * FROM "Line"')).toEqual([{ id: '1', chatId: 'a' }])
    expect(query('SELECT * FROM "Chat"')).toEqual([{ id: 'a', title: '' }])
  })

  test('the same SQL in a transaction with foreign keys on loses them: what the test above is about', () => {
    migrateWithRows()
    execute(`PRAGMA foreign_keys = ON; BEGIN IMMEDIATE; ${redefine} COMMIT`)
    expect(query('SELECT * FROM "Line"')).toEqual([])
  })

  test('a migration that would leave orphans is undone as a whole', () => {
    migrateWithRows()
    const orphaning = migrations('m', { '2_column': 'ALTER TABLE "Chat" ADD COLUMN "kind" TEXT;', '3_orphan': `DELETE FROM "Chat";` })
    expect(() => migrate(databaseFile, orphaning)).toThrow('leave 1 rows without their parent, first in Line')
    expect(query('SELECT * FROM "Chat"')).toEqual([{ id: 'a', title: null }])
    expect(query('SELECT migration_name FROM _prisma_migrations')).toEqual([{ migration_name: '1_first' }])
  })

  test('a migration that fails half-way leaves the database as it was', () => {
    migrateWithRows()
    const failing = migrations('m', { '2_failing': 'ALTER TABLE "Chat" ADD COLUMN "kind" TEXT; DROP TABLE "Nowhere";' })
    expect(() => migrate(databaseFile, failing)).toThrow('no such table: Nowhere')
    expect(query('SELECT * FROM "Chat"')).toEqual([{ id: 'a', title: null }])
  })

  test('a backup of the database as it was stays', () => {
    migrateWithRows()
    migrate(databaseFile, migrations('m', { '2_redefine': redefine }))
    const [backup, ...others] = listBackups(backupFolder(databaseFile))
    expect([backup?.before, others]).toEqual(['2_redefine', []])
    databaseFile = path.join(backupFolder(databaseFile), backup?.name ?? '')
    expect(query('SELECT * FROM "Chat"')).toEqual([{ id: 'a', title: null }])
  })

  test('a database of a newer version is refused', () => {
    migrateWithRows()
    expect(() => migrate(databaseFile, migrations('older', { '0_other': first }))).toThrow('"1_first", which this version does not know')
  })

  test('an edited migration is refused', () => {
    migrateWithRows()
    expect(() => migrate(databaseFile, migrations('m', { '1_first': `${first}\n` }))).toThrow('"1_first" was edited')
  })
})
