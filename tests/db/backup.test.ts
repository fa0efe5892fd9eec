/** Promises B9 and B10 of docs/promises.md: the real commands, on real files, while somebody writes. */
import { spawn } from 'node:child_process'
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import Database from 'libsql'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { backupFolder, backupName, dropCutOff, listBackups, pruneBackups } from '../../lib/db/backup-files.ts'

const root = path.resolve(import.meta.dirname, '../..')

let directory: string
let databaseFile: string

beforeEach(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'steno-backup-'))
  databaseFile = path.join(directory, 'steno.db')
  writeFileSync(databaseFile, readFileSync(inject('baseDatabase')), { mode: 0o600 })
  withDatabase(database => database.exec('PRAGMA journal_mode = WAL'))
})

afterEach(() => rmSync(directory, { recursive: true, force: true }))

function withDatabase<Result>(use: (database: Database.Database) => Result, file = databaseFile): Result {
  const database = new Database(file)
  try {
    return use(database)
  } finally {
    database.close()
  }
}

const addUser = (id: string) => withDatabase(database => database.prepare('INSERT INTO "User" ("id") VALUES (?)').run(id))
const userIds = (file = databaseFile) => withDatabase(database => database.prepare('SELECT "id" FROM "User"').raw().all().flat(), file)

async function command(name: string, ...args: string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [path.join(root, `scripts/${name}.mjs`), ...args], {
    env: { ...process.env, STENO_DATA: directory, INIT_CWD: directory, NO_COLOR: '1' }
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', text => {
      output += text
    })
  }
  const code = await new Promise<number | null>(resolve => child.on('close', resolve))
  return { code, output }
}

const mode = (file: string) => (statSync(file).mode & 0o777).toString(8)

describe('npm run backup', () => {
  test('makes a whole copy among the backups, for its owner only, and says that the key is apart', async () => {
    addUser('one')
    const { code, output } = await command('backup')
    expect([code, output]).toEqual([0, expect.stringContaining('secret.key')])
    const folder = backupFolder(databaseFile)
    const [backup] = listBackups(folder)
    const file = path.join(folder, backup?.name ?? '')
    expect([mode(folder), mode(file)]).toEqual(['700', '600'])
    expect(userIds(file)).toEqual(['one'])
    expect(readdirSync(folder).filter(name => name.endsWith('.partial'))).toEqual([])
  })

  test('B9 stops no writer: meanwhile commits take no second, and the copy is of one moment', async () => {
    withDatabase(database => {
      database.exec(
        `WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 20000) INSERT INTO "TurnEvent" ("seq", "entries") SELECT n, hex(randomblob(400)) FROM c`
      )
    })
    let done = false
    const backup = command('backup', 'copy.db').finally(() => {
      done = true
    })
    const writer = new Database(databaseFile)
    // How long a lock is held is the question, not how busy the disk is.
    writer.pragma('synchronous = OFF')
    const insert = writer.prepare('INSERT INTO "TurnEvent" ("seq", "entries") VALUES (?, ?)')
    let seq = 20_000
    let slowestMs = 0
    while (!done) {
      const startedAt = performance.now()
      insert.run(++seq, '[]')
      slowestMs = Math.max(slowestMs, performance.now() - startedAt)
      await new Promise(resolve => setTimeout(resolve, 2))
    }
    writer.close()
    expect((await backup).code).toBe(0)
    expect(slowestMs).toBeLessThan(1000)
    const copied = withDatabase(
      database => database.prepare('SELECT count(*), max("seq") FROM "TurnEvent"').raw().get(),
      path.join(directory, 'copy.db')
    ) as number[]
    expect(copied[0], 'no hole').toBe(copied[1])
    expect(copied[0]).toBeGreaterThanOrEqual(20_000)
  })

  test('overwrites nothing', async () => {
    writeFileSync(path.join(directory, 'mine.db'), 'mine')
    const { code, output } = await command('backup', 'mine.db')
    expect([code, output]).toEqual([69, expect.stringContaining('is there already')])
    expect(readFileSync(path.join(directory, 'mine.db'), 'utf8')).toBe('mine')
  })

  test('the oldest go; those from before an upgrade are counted apart', () => {
    const folder = backupFolder(databaseFile)
    const at = (day: number) => new Date(Date.UTC(2026, 10, day))
    const names = [1, 2, 3, 4].map(day => backupName(at(day)))
    const before = [1, 2].map(day => backupName(at(day), '20261125_x'))
    expect(listBackups(folder)).toEqual([])
    mkdirSync(folder)
    for (const name of [...names, ...before]) writeFileSync(path.join(folder, name), '')
    appendFileSync(path.join(folder, 'mine.txt'), 'not a backup')
    const cutOff = [`${backupName(at(5))}.partial`, `${backupName(at(5))}.partial-journal`, `${backupName(at(6))}.partial`]
    for (const name of cutOff) writeFileSync(path.join(folder, name), '')
    for (const name of cutOff.slice(0, 2)) utimesSync(path.join(folder, name), at(5), at(5))
    utimesSync(path.join(folder, cutOff[2] ?? ''), at(6), at(6))
    dropCutOff(folder, new Date(at(6).getTime() + 60_000))
    expect(readdirSync(folder).filter(name => name.includes('.partial'))).toEqual(cutOff.slice(2))
    rmSync(path.join(folder, cutOff[2] ?? ''))
    pruneBackups(folder, 2)
    expect(readdirSync(folder).sort()).toEqual(['mine.txt', ...before, names[2], names[3]].sort())
    expect(listBackups(folder)[0]).toMatchObject({ name: names[3], createdAt: '2026-11-04T00:00:00.000Z' })
  })
})

describe('npm run restore', () => {
  test('B10 puts the backup in place and keeps what was there', async () => {
    addUser('before')
    await command('backup', 'copy.db')
    addUser('after')
    const { code, output } = await command('restore', 'copy.db')
    expect([code, output]).toEqual([0, expect.stringContaining('The database that was there is')])
    expect(userIds()).toEqual(['before'])
    expect([mode(databaseFile), readdirSync(directory).filter(name => /restoring|-wal|-shm/.test(name))]).toEqual(['600', []])
    const folder = backupFolder(databaseFile)
    const [kept] = listBackups(folder)
    expect(kept?.before).toBe('restore')
    expect(userIds(path.join(folder, kept?.name ?? '')).sort()).toEqual(['after', 'before'])
  })

  test('onto nothing: a new machine', async () => {
    addUser('one')
    await command('backup', 'copy.db')
    rmSync(databaseFile)
    expect((await command('restore', 'copy.db')).code).toBe(0)
    expect(userIds()).toEqual(['one'])
  })

  test('over a damaged database, which is kept as it is', async () => {
    addUser('one')
    await command('backup', 'copy.db')
    // What is left of the log would mend it.
    for (const suffix of ['-wal', '-shm']) rmSync(databaseFile + suffix, { force: true })
    writeFileSync(databaseFile, 'damaged')
    expect((await command('restore', 'copy.db')).code).toBe(0)
    expect(userIds()).toEqual(['one'])
    const folder = backupFolder(databaseFile)
    expect(readFileSync(path.join(folder, listBackups(folder)[0]?.name ?? ''), 'utf8')).toBe('damaged')
  })

  const unusable: Record<string, [(file: string) => void, string]> = {
    'cut off': [file => writeFileSync(file, readFileSync(databaseFile).subarray(0, 40_000)), 'damaged'],
    'no database': [file => writeFileSync(file, 'Dear diary, '.repeat(500)), 'no SQLite database'],
    empty: [file => writeFileSync(file, ''), 'no database of Steno'],
    'of another program': [
      file => withDatabase(database => database.exec('CREATE TABLE "Conversation" ("id")'), file),
      'no database of Steno'
    ],
    'of a newer version': [
      file => {
        writeFileSync(file, readFileSync(databaseFile))
        withDatabase(database => database.exec(`UPDATE "_prisma_migrations" SET "migration_name" = '2099_future' WHERE rowid = 1`), file)
      },
      'which this version does not know'
    ]
  }

  test.each(Object.entries(unusable))('refuses a file that is %s, and changes nothing', async (_, [write, reason]) => {
    addUser('one')
    write(path.join(directory, 'other.db'))
    const { code, output } = await command('restore', 'other.db')
    expect([code, output]).toEqual([65, expect.stringContaining(reason)])
    expect(output).toContain('Nothing was changed')
    expect(userIds()).toEqual(['one'])
    expect(readdirSync(directory).filter(name => name.includes('restoring') || name === 'backups')).toEqual([])
  })

  test('refuses while Steno runs, and names the process', async () => {
    await command('backup', 'copy.db')
    const lock = new Database(path.join(directory, 'steno.lock'))
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
    writeFileSync(path.join(directory, 'steno.pid'), '4711\n')
    const { code, output } = await command('restore', 'copy.db')
    lock.close()
    expect([code, output]).toEqual([75, expect.stringContaining('process 4711')])
  })
})
