/** Promise B1 of docs/promises.md while another program, such as a backup, holds the database for too long. */
import { setTimeout as sleep } from 'node:timers/promises'
import Database from 'libsql'
import { describe, expect, test } from 'vitest'
import { localUserId } from '../../lib/auth/local-user.ts'
import { database } from '../../lib/db/client.ts'
import { readUserSettings, saveUserSettings } from '../../lib/db/settings.ts'
import { ensureUser } from '../../lib/db/users.ts'
import { env } from '../../lib/env.ts'
import { JournalStore } from '../../lib/turn/journal-store.ts'
import { useDatabase } from '../setup/database.ts'

describe('a locked database', () => {
  useDatabase()

  test('B1 what an answer says waits for a lock that is held for longer than any other write would', async () => {
    const journal = new JournalStore()
    const other = new Database(env.databaseFile)
    other.exec('BEGIN IMMEDIATE')
    const appended = journal.append(1, '[]')
    await sleep(5500)
    other.exec('ROLLBACK')
    await appended
    expect(other.prepare('SELECT "seq" FROM "TurnEvent"').raw().all()).toEqual([[1]])
    other.close()
    await journal.close()
  })

  test('after a write that waited in vain, what is reported as committed is committed, and nobody is locked out', async () => {
    await ensureUser(localUserId)
    const journal = new JournalStore()
    await journal.append(1, '[]')
    const other = new Database(env.databaseFile)
    other.exec('PRAGMA busy_timeout = 100; BEGIN IMMEDIATE')
    // Both wait for as long as they do: the journal in its thread, the other one in this.
    const purged = expect(journal.purge('all')).rejects.toThrow('locked')
    await expect(saveUserSettings(localUserId, { model: 'author/before' })).rejects.toThrow()
    await purged
    other.exec('ROLLBACK')

    await journal.append(2, '[]')
    expect(other.prepare('SELECT "seq" FROM "TurnEvent" ORDER BY "seq"').raw().all()).toEqual([[1], [2]])
    await saveUserSettings(localUserId, { model: 'author/after' })
    expect(other.prepare('SELECT count(*) AS "count" FROM "Setting"').raw().get()).toEqual([1])
    other.exec(`UPDATE "User" SET "createdAt" = "createdAt"`)
    await database().$transaction([database().user.updateMany({ data: { createdAt: new Date() } })])
    expect(await readUserSettings(localUserId)).toEqual({ model: 'author/after' })
    await journal.append(3, '[]')
    other.close()
    await journal.close()
  })

  test.each([
    ['a statement', () => saveUserSettings(localUserId, { model: 'author/after' })],
    ['a transaction', () => database().$transaction([database().user.updateMany({ data: { createdAt: new Date(0) } })])]
  ])('%s waits for a lock for seconds without holding up the event loop', async (_what, write) => {
    await ensureUser(localUserId)
    const other = new Database(env.databaseFile)
    other.exec('BEGIN IMMEDIATE')
    let last = performance.now()
    let longestMs = 0
    const timer = setInterval(() => {
      longestMs = Math.max(longestMs, performance.now() - last)
      last = performance.now()
    }, 10)
    const written = write()
    await sleep(3000)
    other.exec('ROLLBACK')
    await written
    clearInterval(timer)
    other.close()
    expect(longestMs).toBeLessThan(1500)
  })
})
