/** From which calls a price is learnt. Real: database, migrations, HTTP to the simulator's catalogue. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import Database from 'libsql'
import { uuidv7 } from 'uuidv7'
import { describe, expect, onTestFinished, test } from 'vitest'
import { localUserId } from '../../lib/auth/local-user.ts'
import { database } from '../../lib/db/client.ts'
import { readCallsAtEffort, readCallsOfAnswer, readNewestCalls } from '../../lib/db/price-history.ts'
import { ensureUser } from '../../lib/db/users.ts'
import { readPriceBasis } from '../../lib/turn/next-price.ts'
import { migrate, readMigrations } from '../../scripts/migrate.mjs'
import { useDatabase } from '../setup/database.ts'

const model = 'anthropic/claude-sonnet-5'

async function addCalls(count: number, call: { effort?: string; model?: string; kind?: string; userId?: string; conversationId?: string }) {
  for (let index = 0; index < count; index++) {
    await database().generation.create({
      data: {
        id: uuidv7(),
        userId: localUserId,
        upstream: 'demo',
        kind: 'chat',
        conversationId: uuidv7(),
        messageId: uuidv7(),
        model,
        inputTokens: 1000,
        outputTokens: 100 + index,
        costPicoUsd: 3_000_000_000n,
        costState: 'billed',
        finishReason: 'stop',
        createdAt: new Date(),
        ...call
      }
    })
  }
}

describe('the calls that a price is learnt from', () => {
  useDatabase()

  test('are the newest answers of one user, one model and one effort: no titles, no merges', async () => {
    await ensureUser(localUserId)
    await ensureUser('somebody')
    await addCalls(2, { effort: 'high' })
    await addCalls(1, {})
    await addCalls(1, { effort: 'high', userId: 'somebody' })
    await addCalls(1, { effort: 'high', kind: 'merge' })
    await addCalls(1, { effort: 'high', model: 'author/other' })
    const calls = (effort: string | null) => readCallsAtEffort(localUserId, 'demo', model, effort)
    expect((await calls('high')).map(({ outputTokens }) => outputTokens)).toEqual([101, 100])
    expect(await calls(null)).toHaveLength(1)
    expect(await calls('low')).toEqual([])
    expect(await readCallsAtEffort(localUserId, 'openrouter', model, 'high')).toEqual([])
    expect(await readNewestCalls(localUserId, 'demo')).toHaveLength(4)
    const [first] = await calls('high')
    const { conversationId, messageId } = first ?? {}
    expect(await readCallsOfAnswer(localUserId, conversationId ?? '', messageId ?? '')).toHaveLength(1)
    expect(await readCallsOfAnswer('somebody', conversationId ?? '', messageId ?? '')).toEqual([])
  })

  test('say nothing of a blind comparison before its vote (S6)', async () => {
    await ensureUser(localUserId)
    const conversationId = uuidv7()
    await database().conversation.create({
      data: { id: conversationId, userId: localUserId, kind: 'compare', title: 'Blind', blind: true }
    })
    await addCalls(3, { kind: 'compare', conversationId })
    expect(await readCallsAtEffort(localUserId, 'demo', model, null)).toEqual([])
    expect(await readNewestCalls(localUserId, 'demo')).toEqual([])
    await database().vote.create({ data: { conversationId, questionId: uuidv7(), userId: localUserId, lane: null, lanes: '[]' } })
    expect(await readCallsAtEffort(localUserId, 'demo', model, null)).toHaveLength(3)
  })

  test('are of this effort where there are enough, else of this model, else of all, else assumed', async () => {
    await ensureUser(localUserId)
    const basis = () => readPriceBasis(localUserId, { model, effort: 'high', after: null })
    const scope = async () => (await basis()).scope
    expect(await scope()).toBe('prior')
    await addCalls(4, { model: 'author/other' })
    expect(await scope()).toBe('all')
    await addCalls(4, { effort: 'low' })
    expect(await scope()).toBe('model')
    // 775 and 500 tokens in the middle of what is assumed at low, 775 and 6,000 at high.
    expect((await basis()).answers.map(({ outputTokens }) => outputTokens)).toEqual(
      [103, 102, 101, 100].map(tokens => Math.round((tokens * 6775) / 1275))
    )
    await addCalls(4, { effort: 'high' })
    expect(await scope()).toBe('effort')
    expect((await basis()).answers.map(({ outputTokens }) => outputTokens)).toEqual([103, 102, 101, 100])
  })
})

test('the migration tells the calls of a full database what their answers were told', () => {
  const released = path.resolve(import.meta.dirname, '../../prisma/migrations')
  const directory = mkdtempSync(path.join(os.tmpdir(), 'steno-price-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  const before = path.join(directory, 'migrations')
  for (const { name } of readMigrations(released)) {
    if (name < '20261125204453') cpSync(path.join(released, name), path.join(before, name), { recursive: true })
  }
  const databaseFile = path.join(directory, 'steno.db')
  migrate(databaseFile, before)
  const connection = new Database(databaseFile)
  onTestFinished(() => {
    connection.close()
  })
  connection.exec(`INSERT INTO "User" ("id") VALUES ('u');
    INSERT INTO "Conversation" ("id", "userId", "title") VALUES ('c', 'u', '')`)
  const settings: Record<string, object> = {
    plain: { model },
    high: { model, reasoningEffort: 'high' },
    budget: { model, reasoningEffort: 'high', thinkingBudgetTokens: 4096 }
  }
  const addMessage = connection.prepare(`INSERT INTO "Message" ("id", "conversationId", "role", "status", "parts", "settings")
    VALUES (?, 'c', 'assistant', 'complete', '[]', ?)`)
  const addCall =
    connection.prepare(`INSERT INTO "Generation" ("id", "userId", "upstream", "kind", "conversationId", "messageId", "model", "costState")
    VALUES (?, 'u', 'demo', 'chat', ?, ?, '${model}', 'billed')`)
  for (const [id, own] of Object.entries(settings)) {
    addMessage.run([id, JSON.stringify(own)])
    addCall.run([`${id}-call`, 'c', id])
  }
  addCall.run(['purged-call', 'gone', 'gone'])
  migrate(databaseFile, released)
  expect(connection.prepare('SELECT "id", "effort" FROM "Generation" ORDER BY "id"').all()).toEqual([
    { id: 'budget-call', effort: '4096' },
    { id: 'high-call', effort: 'high' },
    { id: 'plain-call', effort: null },
    { id: 'purged-call', effort: null }
  ])
})
