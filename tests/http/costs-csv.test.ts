/** The costs page's files: strict addresses, own rows only, what is deleted without its title. */
import { describe, expect, test } from 'vitest'
import { GET as csv } from '../../app/api/costs/csv/route.ts'
import { localUserId } from '../../lib/auth/local-user.ts'
import { database } from '../../lib/db/client.ts'
import { ensureUser } from '../../lib/db/users.ts'
import { useDatabase } from '../setup/database.ts'
import { none, refused } from './refused.ts'

const get = (query: string) => csv(new Request(`http://127.0.0.1:3000/api/costs/csv?${query}`), none)

interface CallChange {
  userId?: string
  conversationId?: string
  upstream?: string
  costPicoUsd?: null
  costState?: string
  createdAt?: Date
}

async function call(id: string, change: CallChange) {
  await database().generation.create({
    data: {
      id,
      userId: localUserId,
      upstream: 'demo',
      kind: 'chat',
      messageId: id,
      model: 'maker/model',
      costPicoUsd: 1_230_000_000_001n,
      costState: 'billed',
      createdAt: new Date('2026-11-12T23:30:00Z'),
      ...change
    }
  })
}

describe('GET /api/costs/csv', () => {
  useDatabase()

  test.each([
    'period=2026-11&zone=UTC',
    'period=2026-11&zone=UTC&table=canary',
    'zone=UTC&table=model',
    'period=2026-11&table=model',
    'period=2026-13&zone=UTC&table=model',
    'period=2026-11-31&zone=UTC&table=model',
    'period=2026-11-02..2026-11-01&zone=UTC&table=model',
    'period=canary&zone=UTC&table=model',
    'period=2026-11&zone=Canary/Canary&table=model',
    `period=2026-11&zone=${'a'.repeat(100)}&table=model`,
    `period=${'2'.repeat(100)}&zone=UTC&table=model`
  ])('is refused: %s', async query => {
    expect(await refused(get(query))).toEqual({ status: 400, code: 'invalid_request' })
  })

  test('own rows of the upstream in use, by the midnight of the zone', async () => {
    await ensureUser(localUserId)
    await ensureUser('somebody')
    await call('one', { conversationId: 'gone' })
    await call('two', { userId: 'somebody' })
    await call('three', { upstream: 'openrouter' })
    const lines = async (query: string) => (await (await get(query)).text()).trimEnd().split('\r\n').slice(1)
    expect(await lines('period=2026-11-12&zone=UTC&table=model')).toEqual([
      'maker/model,maker/model,1,0,0,,,,,,0,0,1,0,0,0,0,0,1.230000000001'
    ])
    expect(await lines('period=2026-11-12&zone=Europe/Berlin&table=model')).toEqual([])
    expect(await lines('period=2026-11-13&zone=Europe/Berlin&table=conversation')).toEqual([
      'Deleted conversation,gone,1,0,0,,,,,,0,0,1,0,0,0,0,0,1.230000000001'
    ])
    const hours = await lines('period=2026-11-13&zone=Europe/Berlin&table=time')
    expect(hours).toHaveLength(24)
    expect(hours[0]).toBe('2026-11-12T23:00:00.000Z,2026-11-13T00:00:00.000Z,0,0,1.230000000001,1.230000000001')
  })

  test('an hour or a day whose calls have no cost yet is empty, and says how many they are', async () => {
    await ensureUser(localUserId)
    await call('billed', {})
    await call('pending', { costPicoUsd: null, costState: 'pending', createdAt: new Date('2026-11-12T21:00:00Z') })
    await call('unknown', { costPicoUsd: null, costState: 'unknown', createdAt: new Date('2026-11-13T01:00:00Z') })
    const cells = async (period: string, slot: number) =>
      (await (await get(`period=${period}&zone=UTC&table=time`)).text()).split('\r\n')[slot + 1]?.split(',').slice(2).join()
    expect(await cells('2026-11-12', 20)).toBe('0,0,0,0')
    expect(await cells('2026-11-12', 21)).toBe('1,0,,')
    expect(await cells('2026-11-12..2026-11-14', 0)).toBe('1,0,1.230000000001,1.230000000001')
    expect(await cells('2026-11-12..2026-11-14', 1)).toBe('0,1,,')
    expect(await cells('2026-11-12..2026-11-14', 2)).toBe('0,0,0,0')
  })

  test('is a file with a name', async () => {
    const response = await get('period=2026-W46&zone=UTC&table=kind')
    expect(response.headers.get('content-type')).toMatch(/^text\/csv/)
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="steno-costs-2026-W46-by-kind.csv"')
  })
})
