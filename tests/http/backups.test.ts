/** Backups over HTTP: a real database, a real thread, the file as a browser would get it. */
import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import Database from 'libsql'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { GET as download } from '../../app/api/backups/[name]/route.ts'
import { POST as backUp, GET as list } from '../../app/api/backups/route.ts'
import { localUserId } from '../../lib/auth/local-user.ts'
import { backupFolder } from '../../lib/db/backup-files.ts'
import { ensureUser } from '../../lib/db/users.ts'
import { env } from '../../lib/env.ts'
import { useDatabase } from '../setup/database.ts'
import { none, params } from './refused.ts'

const folder = backupFolder(env.databaseFile)
const request = (method = 'GET') => new Request('http://127.0.0.1:3000/api/backups', { method })

describe('backups', () => {
  useDatabase()
  beforeEach(() => ensureUser(localUserId))
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  test('one is made, listed and downloaded; who asks meanwhile gets the same', async () => {
    expect(await (await list(request(), none)).json()).toEqual({ backups: [], everyHours: 24, kept: 7, problem: null })
    const answers = await Promise.all([backUp(request('POST'), none), backUp(request('POST'), none)])
    expect(answers.map(({ status }) => status)).toEqual([201, 201])
    const [made, same] = await Promise.all(answers.map(answer => answer.json()))
    expect(same).toEqual(made)
    expect((await (await list(request(), none)).json()).backups).toEqual([made])
    expect(readdirSync(folder)).toEqual([made.name])

    const file = await download(request(), params({ name: made.name }))
    expect(Object.fromEntries(file.headers)).toMatchObject({
      'content-disposition': `attachment; filename="${made.name}"`,
      'content-length': String(made.sizeBytes)
    })
    const copy = path.join(env.dataDirectory, 'downloaded.db')
    writeFileSync(copy, new Uint8Array(await file.arrayBuffer()))
    const database = new Database(copy)
    expect(database.prepare('SELECT "id" FROM "User"').raw().all()).toEqual([[localUserId]])
    database.close()
    rmSync(copy)
  })

  test.each(['steno-2026-11-25T00-00-00.000Z.db', '../steno.db', '../secret.key', 'steno.db', ''])(
    '%j is nothing to download',
    async name => {
      writeFileSync(path.join(env.dataDirectory, 'secret.key'), 'secret')
      const { status, code } = await download(request(), params({ name })).then(async answer => ({
        status: answer.status,
        code: (await answer.json()).error.code
      }))
      expect({ status, code }).toEqual({ status: 404, code: 'not_found' })
    }
  )

  test('one that cannot be made says why, and the list still says so', async () => {
    writeFileSync(folder, 'in the way')
    const refused = await backUp(request('POST'), none)
    expect([refused.status, (await refused.json()).error.code]).toEqual([503, 'backup_failed'])
    rmSync(folder)
    expect((await (await list(request(), none)).json()).problem).toBe('The file could not be written.')
    await backUp(request('POST'), none)
    expect((await (await list(request(), none)).json()).problem).toBeNull()
  })
})
