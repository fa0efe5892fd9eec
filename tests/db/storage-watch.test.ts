/** Row 55 of the fault table: data on a network, or on a disk that takes its time. Scripted is only what the kernel says of a file system. */
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { GET as health } from '../../app/api/health/route.ts'
import { database } from '../../lib/db/client.ts'
import { StorageWatch } from '../../lib/db/storage-watch.ts'
import { serve } from '../../lib/turn/health.ts'
import { JournalStore } from '../../lib/turn/journal-store.ts'
import { none } from '../http/refused.ts'
import { useDatabase } from '../setup/database.ts'

const kernel = vi.hoisted((): { type: number | null } => ({ type: null }))
vi.mock('node:fs', async original => {
  const fs = await original<typeof import('node:fs')>()
  return { ...fs, statfsSync: (path: string) => ({ ...fs.statfsSync(path), ...(kernel.type === null ? {} : { type: kernel.type }) }) }
})

async function readHealth() {
  const response = await health(new Request('http://127.0.0.1:3000/api/health'), none)
  return { code: response.status, ...(await response.json()) }
}

/** A new process as far as its storage goes, and what it logs. */
function startLogged(watch?: StorageWatch): () => Record<string, unknown>[] {
  process.env.LOG_LEVEL = 'warn'
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  globalThis.stenoProcess = undefined
  globalThis.stenoStorage = watch
  onTestFinished(() => {
    process.env.LOG_LEVEL = 'error'
    write.mockRestore()
    kernel.type = null
    globalThis.stenoProcess = undefined
    globalThis.stenoStorage = undefined
  })
  return () => write.mock.calls.map(([line]) => JSON.parse(String(line)))
}

async function commitOnBothConnections(): Promise<void> {
  await database().$transaction([
    database().user.upsert({ where: { id: 'local' }, create: { id: 'local' }, update: {} }),
    database().user.count()
  ])
  const journal = new JournalStore()
  await journal.append(1, '[]')
  await journal.close()
}

describe('the storage', () => {
  useDatabase()

  test.each([
    ['nfs', 0x6969],
    ['smb', 0xfe534d42],
    ['cifs', 0xff534d42],
    ['fuse', 0x65735546],
    ['9p', 0x01021997]
  ])('F55 on %s is told of once, and by the health of a server that takes questions', async (fileSystem, type) => {
    kernel.type = type
    const logged = startLogged()
    serve()
    expect(logged()).toHaveLength(1)
    await commitOnBothConnections()
    expect(await readHealth()).toMatchObject({ code: 200, status: 'ok', warnings: ['storage_network'] })
    expect(logged()).toEqual([expect.objectContaining({ level: 'warn', event: 'storage.network', fileSystem })])
  })

  test('F55 of this machine, as fast as it should be, is not told of', async () => {
    const logged = startLogged()
    serve()
    await commitOnBothConnections()
    const { warnings, slowestCommitMs } = await readHealth()
    expect(warnings).toEqual([])
    expect(slowestCommitMs).toBeLessThan(1000)
    expect(logged()).toEqual([])
  })

  test.each([
    ['the turn’s', async () => void (await database().$transaction([database().user.count(), database().user.count()]))],
    [
      'the journal’s',
      async () => {
        const journal = new JournalStore()
        await journal.append(1, '[]')
        await journal.purge('all')
        await journal.close()
      }
    ]
  ])('F55 in which %s commit takes longer than the limit is told of once, with its time', async (_whose, commit) => {
    // Every commit of a real disk takes longer than none.
    const logged = startLogged(new StorageWatch({ slowMs: 0 }))
    serve()
    await commit()
    await commit()
    expect(logged()).toEqual([expect.objectContaining({ level: 'warn', event: 'storage.slow', commitMs: expect.any(Number) })])
    expect(await readHealth()).toMatchObject({ code: 200, status: 'ok', warnings: ['storage_slow'] })
  })

  test('F55 a commit is slow above a second', () => {
    const logged = startLogged()
    const watch = new StorageWatch()
    watch.noteCommit(1000)
    expect([watch.warnings, logged()]).toEqual([[], []])
    watch.noteCommit(1200)
    watch.noteCommit(1500)
    expect(watch.warnings).toEqual(['storage_slow'])
    expect(watch.slowestCommitMs).toBe(1500)
    expect(logged()).toEqual([expect.objectContaining({ commitMs: 1200 })])
  })
})
