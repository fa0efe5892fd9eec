import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, statfsSync, statSync } from 'node:fs'
import path from 'node:path'
import Database from 'libsql'
import { backupFolder, backupName, dropCutOff, pruneBackups } from './backup-files.ts'

/** A reason for which there is no backup, in words for whoever asked for it. */
export class BackupError extends Error {
  readonly code: 'storage_full' | 'backup_exists' | 'no_database'

  constructor(code: BackupError['code'], message: string) {
    super(message)
    this.name = 'BackupError'
    this.code = code
  }
}

/**
 * Copies the database to `target` as one transaction saw it, while others write; waits for it, so never on the event loop of a server.
 * The file appears when it is whole and on disk, readable by its owner only.
 */
export function writeBackup(databaseFile: string, target: string): void {
  if (!existsSync(databaseFile)) throw new BackupError('no_database', `There is no database at ${databaseFile}.`)
  if (existsSync(target)) throw new BackupError('backup_exists', `${target} is there already; a backup overwrites nothing.`)
  const folder = path.dirname(target)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  checkRoom(databaseFile, folder)
  const partial = `${target}.partial`
  rmSync(partial, { force: true })
  // Made by us and not by SQLite, which would let others read it.
  closeSync(openSync(partial, 'wx', 0o600))
  try {
    copyInto(databaseFile, partial)
    sync(partial)
    renameSync(partial, target)
    sync(folder)
  } catch (error) {
    rmSync(partial, { force: true })
    throw error
  }
}

/** A backup among the others, and the oldest dropped. Returns its path. */
export function writeKeptBackup(databaseFile: string, kept: number, before?: string): string {
  const folder = backupFolder(databaseFile)
  const target = path.join(folder, backupName(new Date(), before))
  dropCutOff(folder, new Date())
  writeBackup(databaseFile, target)
  pruneBackups(folder, kept)
  return target
}

/** A backup must not take the room that the next messages need. */
function checkRoom(databaseFile: string, folder: string): void {
  const bytes = ['', '-wal'].reduce((sum, suffix) => sum + (statSync(databaseFile + suffix, { throwIfNoEntry: false })?.size ?? 0), 0)
  const { bavail, bsize } = statfsSync(folder)
  if (bavail * bsize < 2 * bytes) {
    throw new BackupError(
      'storage_full',
      `There is no room for a backup in ${folder}: it takes ${megabytes(bytes)}, as much has to stay free, and ${megabytes(bavail * bsize)} are.`
    )
  }
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`
}

function copyInto(databaseFile: string, file: string): void {
  const database = new Database(databaseFile)
  try {
    database.exec('PRAGMA busy_timeout = 5000')
    // In the log's mode a reader stops no writer, and this is one.
    database.prepare('VACUUM INTO ?').run(file)
  } finally {
    database.close()
  }
}

/** Puts what a file or a folder holds on disk. */
export function sync(name: string): void {
  // Windows opens no folders, and needs none put on disk.
  if (process.platform === 'win32' && statSync(name).isDirectory()) return
  const descriptor = openSync(name, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
