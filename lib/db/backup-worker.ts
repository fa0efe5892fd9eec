/** One backup, in a thread of its own: reading a whole database takes seconds, which no request may wait for. */
import { parentPort, workerData } from 'node:worker_threads'
import { storageFaultOf } from './storage-fault.ts'
import { BackupError, writeKeptBackup } from './write-backup.ts'

/** What came of it. */
export type BackupAnswer = { file: string } | { problem: string; isFull: boolean }

function backUp(): BackupAnswer {
  try {
    return { file: writeKeptBackup(String(workerData.databaseFile), Number(workerData.kept)) }
  } catch (error) {
    const isFull = storageFaultOf(error) === 'full' || (error instanceof BackupError && error.code === 'storage_full')
    if (error instanceof BackupError) return { problem: error.message, isFull }
    return { problem: problemOf(error), isFull }
  }
}

function problemOf(error: unknown): string {
  switch (storageFaultOf(error)) {
    case 'full':
      return 'The disk is full.'
    case 'corrupt':
      return 'The database is damaged: restore the last backup.'
    case 'locked':
      return 'Another program holds the database.'
    case null:
      return 'The file could not be written.'
  }
}

parentPort?.postMessage(backUp())
