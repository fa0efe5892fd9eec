import 'server-only'
import { createReadStream, statSync } from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import { Worker } from 'node:worker_threads'
import type { Backup, BackupList } from '../chat/backup-list.ts'
import { env } from '../env.ts'
import { AppError, NotFoundError } from '../errors.ts'
import { log } from '../telemetry/log.ts'
import { backupFolder, listBackups } from './backup-files.ts'
import type { BackupAnswer } from './backup-worker.ts'

declare global {
  /** The backup that is being made: one at a time, and all who ask meanwhile get that one. */
  var stenoBackup: Promise<BackupAnswer> | undefined
  var stenoBackupProblem: string | undefined
}

const folder = backupFolder(env.databaseFile)
const hourMs = 60 * 60 * 1000
/** A process that has just started has other things to do; one that ends before has a backup of the day before. */
const firstMs = 60_000

export function readBackups(): BackupList {
  return {
    backups: listBackups(folder),
    everyHours: env.backupHours,
    kept: env.backupsKept,
    problem: globalThis.stenoBackupProblem ?? null
  }
}

/** Makes a backup now. Throws 507 `storage_full` or 503 `backup_failed` when it cannot. */
export async function backUp(): Promise<Backup> {
  globalThis.stenoBackup ??= runWorker().finally(() => {
    globalThis.stenoBackup = undefined
  })
  const answer = await globalThis.stenoBackup
  if ('problem' in answer) {
    globalThis.stenoBackupProblem = answer.problem
    throw answer.isFull
      ? new AppError('storage_full', 507, answer.problem, { retryable: true })
      : new AppError('backup_failed', 503, answer.problem, { retryable: true })
  }
  globalThis.stenoBackupProblem = undefined
  const name = path.basename(answer.file)
  const made = listBackups(folder).find(backup => backup.name === name)
  if (!made) throw new Error('The backup is gone')
  return made
}

function runWorker(): Promise<BackupAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<BackupAnswer>()
  const worker = new Worker(new URL('./backup-worker.ts', import.meta.url), {
    workerData: { databaseFile: env.databaseFile, kept: env.backupsKept }
  })
  worker.on('message', resolve)
  worker.on('error', reject)
  worker.on('exit', () => reject(new Error('The backup has ended without a word')))
  return promise
}

/** From now on a backup is made whenever the last one is too old. */
export function startBackups(): void {
  if (env.backupHours === 0) return
  const everyMs = env.backupHours * hourMs
  const wait = () => {
    const last = listBackups(folder).find(({ before }) => before === undefined)
    const dueMs = last === undefined ? 0 : Date.parse(last.createdAt) + everyMs - Date.now()
    // A clock that was set back must not put it off for ever, and a timer holds no more than 24 days.
    setTimeout(run, Math.min(Math.max(dueMs, Math.min(firstMs, everyMs)), everyMs, 24 * hourMs)).unref()
  }
  const run = () => {
    const last = listBackups(folder).find(({ before }) => before === undefined)
    const age = last === undefined ? everyMs : Date.now() - Date.parse(last.createdAt)
    if (age >= 0 && age < everyMs) return wait()
    const startedAt = performance.now()
    backUp()
      .then(
        ({ sizeBytes }) => log('info', 'backup.made', { sizeBytes, durationMs: Math.round(performance.now() - startedAt) }),
        (error: unknown) => log('error', 'backup.failed', { code: error instanceof AppError ? error.code : 'internal' })
      )
      .finally(wait)
  }
  wait()
}

/** The bytes of a backup, as a file to keep. */
export function backupResponse(name: string): Response {
  const found = listBackups(folder).find(backup => backup.name === name)
  if (!found) throw new NotFoundError('backup')
  const file = path.join(folder, found.name)
  return new Response(Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array>, {
    headers: {
      'Cache-Control': 'no-store, no-transform',
      'Content-Type': 'application/vnd.sqlite3',
      'Content-Length': String(statSync(file).size),
      'Content-Disposition': `attachment; filename="${found.name}"`
    }
  })
}
