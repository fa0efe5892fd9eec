/** What a start says of a database or a directory that it cannot use: real files, the real scripts, each with its exit code. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import Database from 'libsql'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'

const root = path.resolve(import.meta.dirname, '../..')

let directory: string
let databaseFile: string

beforeEach(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'steno-faults-'))
  databaseFile = path.join(directory, 'steno.db')
  writeFileSync(databaseFile, readFileSync(inject('baseDatabase')), { mode: 0o600 })
})

afterEach(() => rmSync(directory, { recursive: true, force: true }))

function run(code: string, data = directory): { code: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    cwd: root,
    env: { ...process.env, STENO_DATA: data, NO_COLOR: '1' },
    encoding: 'utf8'
  })
  return { code: status, output: stdout + stderr }
}

const migrate = () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/migrate.mjs', databaseFile], { cwd: root, encoding: 'utf8' })
  return { code: status, output: stdout + stderr }
}
const open = (data?: string) => run(`import { openDataDirectory } from './scripts/data-directory.mjs'; openDataDirectory()`, data)

/** Writes over the middle of the file. */
function damage(): Buffer {
  const bytes = readFileSync(databaseFile)
  bytes.fill(0xa5, 20_000, 40_000)
  writeFileSync(databaseFile, bytes)
  return bytes
}

describe('a start', () => {
  test('on a damaged database ends with 74, names the last backup and how to restore it, and changes nothing', () => {
    expect(migrate()).toEqual({ code: 0, output: '' })
    const bytes = damage()
    const first = migrate()
    expect([first.code, first.output]).toEqual([74, expect.stringContaining('There is no backup of it')])
    const backup = path.join(directory, 'backups', 'steno-2026-11-24T03-00-00.000Z.db')
    mkdirSync(path.dirname(backup))
    writeFileSync(backup, '')
    const { code, output } = migrate()
    expect([code, output]).toEqual([74, expect.stringContaining(`npm run restore -- ${backup}`)])
    expect(output).toContain('2026-11-24T03:00:00.000Z')
    expect(output).not.toMatch(/ {4}at /)
    expect(readFileSync(databaseFile).equals(bytes)).toBe(true)
  })

  test('on a file that is no database ends with 74', () => {
    writeFileSync(databaseFile, 'Dear diary, '.repeat(500))
    expect(migrate().code).toBe(74)
  })

  test('on a database that another program holds ends with 75', () => {
    const other = new Database(databaseFile)
    other.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; CREATE TABLE "held" ("id")')
    const { code, output } = migrate()
    other.close()
    expect([code, output]).toEqual([75, expect.stringContaining('Another program holds')])
  })

  const mount = (...options: string[]) => spawnSync('mount', [...options, directory]).status === 0
  const isRoot = process.getuid?.() === 0

  test.skipIf(!isRoot)('on a disk that is read-only ends with 78 and says what to do', () => {
    if (!mount('-t', 'tmpfs', '-o', 'size=1m,mode=700', 'steno-faults')) return expect(isRoot).toBe(true)
    try {
      expect(open().code).toBe(0)
      expect(mount('-o', 'remount,ro')).toBe(true)
      const { code, output } = open()
      expect([code, output]).toEqual([78, expect.stringContaining('Steno cannot write to its data (EROFS)')])
      expect(open(path.join(directory, 'new')).code).toBe(78)
    } finally {
      spawnSync('umount', [directory])
    }
  })
})
