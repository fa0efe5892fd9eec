import { existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import type { Backup } from '../chat/backup-list.ts'

/** `steno-2026-11-25T23-08-14.123Z.db`, or with `-before-<what>` behind the time. */
const fileName = /^steno-(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d\.\d{3}Z)(?:-before-(\w+))?\.db$/

/** Until it is whole, with what SQLite keeps beside it. */
const cutOffName = /^steno-.*\.db\.partial(?:-\w+)?$/
const dayMs = 24 * 60 * 60 * 1000

/** What SQLite keeps beside a file. */
const companions = ['', '-wal', '-shm']

/** Where the backups of a database are kept. */
export function backupFolder(databaseFile: string): string {
  return path.join(path.dirname(databaseFile), 'backups')
}

/** No colon: Windows has none in names. */
export function backupName(now: Date, before?: string): string {
  const time = now.toISOString().replaceAll(':', '-')
  return `steno-${time}${before === undefined ? '' : `-before-${before}`}.db`
}

/** The backups of a folder, the newest first. */
export function listBackups(folder: string): Backup[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .sort()
    .reverse()
    .flatMap(name => {
      const match = fileName.exec(name)
      const file = statSync(path.join(folder, name), { throwIfNoEntry: false })
      if (!match || !file) return []
      const [, day, hour, minute, second, before] = match
      return [{ name, sizeBytes: file.size, createdAt: `${day}T${hour}:${minute}:${second}`, ...(before === undefined ? {} : { before }) }]
    })
}

/** Removes what backups have left that were cut off, by their process's end. One that is younger than a day may still be written. */
export function dropCutOff(folder: string, now: Date): void {
  if (!existsSync(folder)) return
  for (const name of readdirSync(folder).filter(each => cutOffName.test(each))) {
    const file = path.join(folder, name)
    const writtenAt = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? now.getTime()
    if (writtenAt < now.getTime() - dayMs) rmSync(file, { force: true })
  }
}

/** Keeps the newest `kept` of the ordinary backups, and as many of those that were made before something: neither drives the other out. */
export function pruneBackups(folder: string, kept: number): void {
  const backups = listBackups(folder)
  const ordinary = backups.filter(({ before }) => before === undefined)
  const before = backups.filter(backup => backup.before !== undefined)
  for (const { name } of [...ordinary.slice(kept), ...before.slice(kept)]) {
    for (const suffix of companions) rmSync(path.join(folder, name + suffix), { force: true })
  }
}
