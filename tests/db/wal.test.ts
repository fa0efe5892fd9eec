/** Row 58 of the fault table: somebody reads for long, and the log of the database grows behind it. */
import { readdirSync, readlinkSync } from 'node:fs'
import Database from 'libsql'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { WalWatch, walBytes } from '../../lib/db/wal-watch.ts'
import { env } from '../../lib/env.ts'
import { JournalStore } from '../../lib/turn/journal-store.ts'
import { useDatabase } from '../setup/database.ts'

const rows = `WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 1000)
  INSERT OR REPLACE INTO "TurnEvent" ("seq", "entries") SELECT n, hex(randomblob(36000)) FROM c`

describe('the log of the database', () => {
  useDatabase()

  test('F58 grows behind a long reader, is told of once, and is emptied when the reader has gone and nothing is written', async () => {
    process.env.LOG_LEVEL = 'warn'
    const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    onTestFinished(() => {
      process.env.LOG_LEVEL = 'error'
      write.mockRestore()
    })
    const watch = new WalWatch()
    watch.look()
    const journal = new JournalStore({ idleMs: 200 })
    await journal.append(5000, '[]')
    const reader = new Database(env.databaseFile)
    reader.exec('BEGIN; SELECT count(*) FROM "TurnEvent"')
    const writer = new Database(env.databaseFile)
    writer.exec(rows)
    writer.close()
    expect(walBytes()).toBeGreaterThan(64 * 1024 * 1024)
    for (let look = 0; look < 3; look++) watch.look()
    expect(write.mock.calls.map(([line]) => JSON.parse(String(line)))).toEqual([
      expect.objectContaining({ level: 'warn', event: 'wal.large', walBytes: walBytes() })
    ])

    await journal.purge('all')
    await new Promise(resolve => setTimeout(resolve, 600))
    expect(walBytes(), 'while somebody reads').toBeGreaterThan(64 * 1024 * 1024)
    reader.exec('ROLLBACK')
    reader.close()
    await journal.append(5001, '[]')
    await journal.purge('all')
    await expect.poll(walBytes).toBe(0)
    await journal.append(5002, '[]')
    await journal.close()
  })

  test.runIf(process.platform === 'linux')('a journal that has closed holds nothing of the database any more', async () => {
    const held = () => readdirSync('/proc/self/fd').flatMap(name => heldBy(`/proc/self/fd/${name}`))
    for (let round = 0; round < 5; round++) {
      const journal = new JournalStore()
      await journal.append(round, '[]')
      expect(held()).not.toEqual([])
      await journal.close()
      expect(held()).toEqual([])
    }
  })
})

/** The file behind a descriptor, where it is the database's. */
function heldBy(descriptor: string): string[] {
  try {
    const file = readlinkSync(descriptor)
    return file.startsWith(env.databaseFile) ? [file] : []
  } catch {
    return [] // The descriptor that reads the folder is gone by now.
  }
}
