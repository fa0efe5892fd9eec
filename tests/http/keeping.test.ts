/** Pinning, archiving, folders and changes of several conversations, through the routes. */
import { uuidv7 } from 'uuidv7'
import { beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { PATCH as changeOne } from '../../app/api/conversations/[conversationId]/route.ts'
import { PATCH as changeSeveral, GET as list } from '../../app/api/conversations/route.ts'
import { DELETE as removeFolder, PATCH as renameFolder } from '../../app/api/folders/[folderId]/route.ts'
import { POST as createFolder, GET as listFolders } from '../../app/api/folders/route.ts'
import { localUserId } from '../../lib/auth/local-user.ts'
import { database } from '../../lib/db/client.ts'
import { ensureUser } from '../../lib/db/users.ts'
import { useDatabase } from '../setup/database.ts'
import { none, params, withBody } from './refused.ts'

const page = z.object({ conversations: z.array(z.looseObject({ id: z.string(), title: z.string() })), nextCursor: z.string().nullable() })
const folder = z.strictObject({ id: z.string(), name: z.string() })

async function titles(query = ''): Promise<string[]> {
  const response = await list(new Request(`http://127.0.0.1:3000/api/conversations${query}`), none)
  return page.parse(await response.json()).conversations.map(({ title }) => title)
}

/** Conversations of this user, the first the oldest. */
async function conversations(...names: string[]): Promise<string[]> {
  const ids = names.map(() => uuidv7())
  for (const [index, title] of names.entries()) {
    await database().conversation.create({ data: { id: ids[index] ?? '', userId: localUserId, title, updatedAt: new Date(index * 1000) } })
  }
  return ids
}

const keep = (ids: string[], change: object) => changeSeveral(withBody('PATCH', { ids, ...change }), none)

describe('keeping', () => {
  useDatabase()
  beforeEach(() => ensureUser(localUserId))

  test('pinned ones come first, on the first page alone', async () => {
    const [oak, elm] = await conversations('oak', 'elm', 'ash')
    await changeOne(withBody('PATCH', { pinned: true }), params({ conversationId: oak ?? '' }))
    expect(await titles()).toEqual(['oak', 'ash', 'elm'])
    expect(await titles(`?cursor=${elm}`)).toEqual([])
    await keep([oak ?? ''], { pinned: false })
    expect(await titles()).toEqual(['ash', 'elm', 'oak'])
  })

  test('archived ones are a list of their own', async () => {
    const [oak = '', elm = ''] = await conversations('oak', 'elm')
    await keep([oak], { archived: true })
    expect([await titles(), await titles('?archived=true')]).toEqual([['elm'], ['oak']])
    await keep([oak, elm], { archived: false })
    expect([await titles(), await titles('?archived=true')]).toEqual([['elm', 'oak'], []])
  })

  test('a folder is made, filled, renamed, and deleted without its conversations', async () => {
    const [oak = ''] = await conversations('oak', 'elm')
    const made = folder.parse(await (await createFolder(withBody('POST', { name: ' Trees ' }), none)).json())
    expect(made.name).toBe('Trees')
    expect((await keep([oak], { folderId: made.id })).status).toBe(200)
    expect(await titles(`?folderId=${made.id}`)).toEqual(['oak'])
    const renamed = await renameFolder(withBody('PATCH', { name: 'Woods' }), params({ folderId: made.id }))
    expect(await renamed.json()).toEqual({ id: made.id, name: 'Woods' })
    expect(await (await listFolders(new Request('http://127.0.0.1:3000/api/folders'), none)).json()).toEqual({
      folders: [{ id: made.id, name: 'Woods' }]
    })
    expect((await createFolder(withBody('POST', { name: 'Woods' }), none)).status).toBe(409)
    expect((await removeFolder(new Request('http://127.0.0.1:3000/api', { method: 'DELETE' }), params({ folderId: made.id }))).status).toBe(
      204
    )
    expect(await titles()).toEqual(['elm', 'oak'])
    expect(await database().conversation.count({ where: { folderId: { not: null } } })).toBe(0)
  })

  test('several are deleted and brought back', async () => {
    const ids = await conversations('oak', 'elm', 'ash')
    expect(await (await keep(ids.slice(0, 2), { deleted: true })).json()).toEqual({ changed: 2 })
    expect(await titles()).toEqual(['ash'])
    expect(await (await keep(ids, { archived: true })).json(), 'the deleted are gone').toEqual({ changed: 1 })
    expect(await (await keep(ids, { deleted: false })).json()).toEqual({ changed: 3 })
    expect(await titles()).toEqual(['elm', 'oak'])
  })

  test("nothing of another user's is seen or changed", async () => {
    await ensureUser('somebody')
    const [id, folderId] = [uuidv7(), uuidv7()]
    await database().folder.create({ data: { id: folderId, userId: 'somebody', name: 'Theirs' } })
    await database().conversation.create({ data: { id, userId: 'somebody', title: 'theirs', folderId } })
    const [oak = ''] = await conversations('oak')
    expect(await (await keep([id, oak], { archived: true })).json()).toEqual({ changed: 1 })
    expect(await database().conversation.findUnique({ where: { id } })).toMatchObject({ archivedAt: null })
    expect((await keep([oak], { folderId })).status).toBe(404)
    expect((await renameFolder(withBody('PATCH', { name: 'Mine' }), params({ folderId }))).status).toBe(404)
    expect((await removeFolder(new Request('http://127.0.0.1:3000/api', { method: 'DELETE' }), params({ folderId }))).status).toBe(404)
    expect(await titles(`?folderId=${folderId}`)).toEqual([])
  })

  test.each([
    ['no ids', { ids: [], pinned: true }],
    ['no change', { ids: [uuidv7()] }],
    ['an unknown field', { ids: [uuidv7()], pinned: true, title: 'x' }],
    ['a path for an id', { ids: ['../x'], pinned: true }],
    ['201 ids', { ids: Array.from({ length: 201 }, () => uuidv7()), pinned: true }]
  ])('%s is refused', async (_what, body) => {
    expect((await changeSeveral(withBody('PATCH', body), none)).status).toBe(400)
  })

  test.each(['?archived=yes', '?folderId=x', '?cursor=x'])('%s is refused', async query => {
    expect((await list(new Request(`http://127.0.0.1:3000/api/conversations${query}`), none)).status).toBe(400)
  })
})
