/** Export, wipe, import, export: the same bytes. Nothing scripted: 200 generated conversations in real databases. */
import { uuidv7 } from 'uuidv7'
import { beforeEach, describe, expect, test } from 'vitest'
import { localUserId } from '../../lib/auth/local-user.ts'
import { database } from '../../lib/db/client.ts'
import { ensureUser } from '../../lib/db/users.ts'
import { useDatabase } from '../setup/database.ts'
import { exported, imported, previewOf } from './driver.ts'
import { TreeGenerator } from './generated-trees.ts'

const seed = Number(process.env.STENO_SEED ?? 20261126)
const trees = 200

async function wipe(): Promise<void> {
  for (const table of ['Generation', 'Conversation', 'Folder', 'Attachment', 'Vote'])
    await database().$executeRawUnsafe(`DELETE FROM "${table}"`)
}

async function generate(userId: string, count: number, from = seed): Promise<void> {
  const folderId = uuidv7()
  await database().folder.create({ data: { id: folderId, userId, name: 'Földer 1', model: 'openai/gpt-5.2', systemPrompt: 'Be brief.' } })
  await new TreeGenerator(userId, from).store(count, folderId)
}

describe(`B13 export and import, seed ${seed}`, () => {
  useDatabase()
  beforeEach(async () => {
    await ensureUser(localUserId)
    // Thousands of rows, none of which has to outlive the machine.
    await database().$queryRawUnsafe('PRAGMA synchronous = OFF')
  })

  test(`${trees} generated conversations come back byte for byte`, { timeout: 240_000 }, async () => {
    await generate(localUserId, trees)
    const before = await exported()
    await wipe()
    expect(await previewOf(before)).toMatchObject({ source: 'steno', conversations: trees, fresh: trees, losses: [], problems: [] })
    expect(await database().conversation.count(), 'a preview writes nothing').toBe(0)
    expect(await imported(before)).toMatchObject({ imported: trees, grown: 0, known: 0, problemCount: 0 })
    const after = await exported()
    expect(after === before, 'the two files are equal').toBe(true)
    expect(await imported(before), 'a second time').toMatchObject({ imported: 0, grown: 0, known: trees, messages: 0 })
    expect((await exported()) === before, 'nothing was doubled').toBe(true)
  })
})
