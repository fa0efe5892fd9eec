/**
 * The journal's own connection, in a thread of its own: a commit never makes the event loop wait.
 * synchronous=NORMAL: what is committed survives the death of the process; the last moments before a power cut may go.
 */
import { parentPort, workerData } from 'node:worker_threads'
import Database from 'libsql'

const port = parentPort
if (!port) throw new Error('journal-worker runs as a worker thread')

// An object, because the bundler adds a key of its own.
const database = new Database(String(workerData.databaseFile))
database.exec('PRAGMA busy_timeout = 5000')
database.exec('PRAGMA synchronous = NORMAL')
// 8 MiB of log before it is copied back: the pages that every commit touches are then written once instead of often.
database.exec('PRAGMA wal_autocheckpoint = 16000')
const insert = database.prepare('INSERT INTO "TurnEvent" ("seq", "entries") VALUES (?, ?)')
const purge = database.prepare('DELETE FROM "TurnEvent" WHERE "seq" < ?')
const purgeAll = database.prepare('DELETE FROM "TurnEvent"')

/** `append`: commit a row. `purge`: forget rows below `seq`, or all. Answered with the same number, in order. */
export type JournalCommand =
  | { number: number; type: 'append'; seq: number; entries: string }
  | { number: number; type: 'purge'; below: number | 'all' }
  | { number: number; type: 'close' }

export interface JournalAnswer {
  number: number
  /** How long the commit took, without the wait for the lock. */
  commitMs: number
  /** `code` as SQLite names it. */
  error?: { message: string; code: string }
}

/** Answers with how long the commit took. */
function obey(command: JournalCommand): number {
  switch (command.type) {
    case 'append':
      return commit(() => insert.run(command.seq, command.entries), appendTries)
    case 'purge':
      return commit(() => (command.below === 'all' ? purgeAll.run() : purge.run(command.below)), 1)
    case 'close':
      database.close()
      return 0
  }
}

/** An append waits for the lock this often, `busy_timeout` each time: a minute, and nobody's answer ends. */
const appendTries = 12

/**
 * Waits for the lock before the statement runs. libsql 0.5 leaves a statement that failed with BUSY open, and while it is,
 * other statements of the connection report success without being committed. `exec` leaves nothing open.
 */
function commit(write: () => unknown, tries: number): number {
  begin(tries)
  const startedAt = performance.now()
  try {
    write()
    database.exec('COMMIT')
    return performance.now() - startedAt
  } catch (error) {
    // SQLite may have done so itself: then this would hide what went wrong.
    if (database.inTransaction) database.exec('ROLLBACK')
    throw error
  }
}

function begin(tries: number): void {
  for (let rest = tries - 1; ; rest--) {
    try {
      database.exec('BEGIN IMMEDIATE')
      return
    } catch (error) {
      if (rest === 0 || codeOf(error) !== 'SQLITE_BUSY') throw error
    }
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

let idle: NodeJS.Timeout | undefined

/** No turn runs and none has for a while: the log is copied back whole and cut to nothing. Who reads just then is not waited for. */
function emptyLog(): void {
  try {
    database.exec('PRAGMA busy_timeout = 0; PRAGMA wal_checkpoint(TRUNCATE)')
  } catch {
    // Nothing is lost by it; the next pause will do.
  } finally {
    database.exec('PRAGMA busy_timeout = 5000')
  }
}

port.on('message', (command: JournalCommand) => {
  clearTimeout(idle)
  const answer: JournalAnswer = { number: command.number, commitMs: 0 }
  try {
    answer.commitMs = obey(command)
  } catch (error) {
    answer.error = { message: error instanceof Error ? error.message : String(error), code: codeOf(error) }
  }
  port.postMessage(answer)
  if (command.type === 'purge' && command.below === 'all') idle = setTimeout(emptyLog, Number(workerData.idleMs))
  if (command.type === 'close') port.close()
})
