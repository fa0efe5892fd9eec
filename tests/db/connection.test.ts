/** One connection per process: each that is left to the garbage collector keeps file handles and a cache. */
import { describe, expect, test } from 'vitest'
import { localUserId } from '../../lib/auth/local-user.ts'
import { database } from '../../lib/db/client.ts'
import { saveUserSettings } from '../../lib/db/settings.ts'
import { ensureUser } from '../../lib/db/users.ts'
import { useDatabase } from '../setup/database.ts'

const mark = 'PRAGMA cache_size = -777'
const readMark = () => database().$queryRaw`PRAGMA cache_size`

/** Written and read in one transaction. */
const created = (id: string) => database().$transaction([database().user.create({ data: { id } }), database().user.count()])

describe('the connection', () => {
  useDatabase()

  test('a transaction uses the connection that everything else uses', async () => {
    await ensureUser(localUserId)
    await database().$executeRawUnsafe(mark)
    for (let number = 0; number < 20; number++) await created(`user-${number}`)
    expect(await readMark()).toEqual([{ cache_size: -777n }])
  })

  test('a transaction that fails leaves nothing behind, not even itself', async () => {
    await ensureUser(localUserId)
    await database().$executeRawUnsafe(mark)
    await expect(
      database().$transaction([database().user.create({ data: { id: 'new' } }), database().user.create({ data: { id: localUserId } })])
    ).rejects.toThrow()
    expect(await database().user.count()).toBe(1)
    await created('after')
    await saveUserSettings(localUserId, { titles: false })
    expect(await database().user.count()).toBe(2)
    expect(await readMark()).toEqual([{ cache_size: -777n }])
  })

  test('what is asked while a transaction runs waits for its end', async () => {
    await ensureUser(localUserId)
    const counts = await Promise.all(
      Array.from({ length: 50 }, async (_, number) => {
        const [, inside] = await created(`user-${number}`)
        return [inside, await database().user.count()]
      })
    )
    expect(counts.map(([inside]) => inside)).toEqual(Array.from({ length: 50 }, (_, number) => number + 2))
    expect(counts.every(([inside = 0, after = 0]) => after >= inside)).toBe(true)
  })
})
