/** Tags of conversations, through the routes: set, listed, filtered and searched by. Nothing scripted. */
import { uuidv7 } from 'uuidv7'
import { beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { PATCH as change } from '../../app/api/conversations/[conversationId]/route.ts'
import { GET as list } from '../../app/api/conversations/route.ts'
import { GET as search } from '../../app/api/search/route.ts'
import { GET as listTags } from '../../app/api/tags/route.ts'
import { localUserId } from '../../lib/auth/local-user.ts'
import { database } from '../../lib/db/client.ts'
import { ensureUser } from '../../lib/db/users.ts'
import { useDatabase } from '../setup/database.ts'
import { none, params, withBody } from './refused.ts'

const address = 'http://127.0.0.1:3000/api'
const page = z.object({ conversations: z.array(z.looseObject({ title: z.string(), tags: z.array(z.string()) })) })
const groups = z.object({ groups: z.array(z.looseObject({ title: z.string() })) })

async function conversation(title: string, userId = localUserId): Promise<string> {
  const id = uuidv7()
  await database().conversation.create({ data: { id, userId, title } })
  return id
}

const setTags = (conversationId: string, tags: unknown, others = {}) =>
  change(withBody('PATCH', { tags, ...others }), params({ conversationId }))

async function listed(query = '') {
  const { conversations } = page.parse(await (await list(new Request(`${address}${query}`), none)).json())
  return conversations.map(({ title, tags }) => [title, tags])
}

const tags = async () => (await listTags(new Request(address), none)).json()

describe('tags', () => {
  useDatabase()
  beforeEach(() => ensureUser(localUserId))

  test('are set all at once, listed with their number, and gone with the last conversation that has them', async () => {
    const oak = await conversation('oak')
    const elm = await conversation('elm')
    expect(await (await setTags(oak, [' wood ', 'wood', 'hard wood'])).json()).toMatchObject({ tags: ['hard wood', 'wood'] })
    await setTags(elm, ['wood'])
    expect(await tags()).toEqual({
      tags: [
        { name: 'hard wood', conversations: 1 },
        { name: 'wood', conversations: 2 }
      ]
    })
    expect(await listed('?tag=hard%20wood')).toEqual([['oak', ['hard wood', 'wood']]])
    await setTags(oak, [])
    await change(withBody('PATCH', { deleted: true }), params({ conversationId: elm }))
    expect(await tags()).toEqual({ tags: [] })
    expect(await listed('?tag=wood')).toEqual([])
    expect(await listed()).toEqual([['oak', []]])
  })

  test('narrow a search, alone too', async () => {
    await setTags(await conversation('oak tree'), ['Hard wood'])
    await conversation('elm tree')
    const found = async (query: string) => {
      const answer = await search(new Request(`${address}?q=${encodeURIComponent(query)}`), none)
      return groups.parse(await answer.json()).groups.map(({ title }) => title)
    }
    expect(await found('tree')).toHaveLength(2)
    expect(await found('tree tag:hard-wood')).toEqual(['oak tree'])
    expect(await found('tag:hard-wood')).toEqual(['oak tree'])
    expect(await found('tag:hard')).toEqual([])
  })

  test("nothing of another user's is seen or changed, and what is refused changes nothing", async () => {
    await ensureUser('somebody')
    const theirs = await conversation('theirs', 'somebody')
    await database().conversationTag.create({ data: { conversationId: theirs, name: 'secret' } })
    const oak = await conversation('oak')
    await setTags(oak, ['wood'])
    expect((await setTags(theirs, [])).status).toBe(404)
    expect(await tags()).toEqual({ tags: [{ name: 'wood', conversations: 1 }] })
    expect(await listed('?tag=secret')).toEqual([])
    expect((await setTags(oak, [], { notes: 'of a chat' })).status, 'a chat has no notes').toBe(404)
    for (const wrong of ['wood', [''], ['x'.repeat(51)], Array.from({ length: 21 }, String), ['a\0b']]) {
      expect((await setTags(oak, wrong)).status).toBe(400)
    }
    expect(await listed()).toEqual([['oak', ['wood']]])
    expect(await database().conversationTag.count({ where: { name: 'secret' } })).toBe(1)
  })
})
