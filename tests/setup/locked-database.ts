import { setTimeout as sleep } from 'node:timers/promises'
import Database from 'libsql'
import { env } from '../../lib/env.ts'

/** Holds the database as another program does, longer than any write of ours waits (5 s); `meanwhile` leads something into it. */
export async function lockDatabase(meanwhile: () => Promise<void>): Promise<void> {
  const other = new Database(env.databaseFile)
  other.exec('BEGIN IMMEDIATE')
  await meanwhile()
  await sleep(6000)
  other.exec('ROLLBACK')
  other.close()
}
