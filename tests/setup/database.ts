import { copyFileSync, rmSync } from 'node:fs'
import { afterEach, beforeEach, inject } from 'vitest'
import { closeDatabase } from '../../lib/db/client.ts'
import { env } from '../../lib/env.ts'

/** Gives each test of the calling file its own migrated, empty database at `env.databaseFile`. */
export function useDatabase(): void {
  beforeEach(() => {
    copyFileSync(inject('baseDatabase'), env.databaseFile)
  })

  afterEach(async () => {
    // Its journal writes to the file that goes.
    await globalThis.stenoHub?.shutDown()
    globalThis.stenoHub = undefined
    await closeDatabase()
    for (const suffix of ['', '-wal', '-shm']) rmSync(env.databaseFile + suffix, { force: true })
  })
}
