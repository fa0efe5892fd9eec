/** A database that was full before there was a search: its migration makes the index. Real SQLite files and migrations. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import Database from 'libsql'
import { expect, onTestFinished, test } from 'vitest'
import { migrate, readMigrations } from '../../scripts/migrate.mjs'

const released = path.resolve(import.meta.dirname, '../../prisma/migrations')

test('what was written before the search is found after it, and an answer that was being written is not', () => {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'steno-search-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  const file = path.join(directory, 'steno.db')
  const before = path.join(directory, 'before')
  cpSync(released, before, { recursive: true })
  const names = readMigrations(released).map(({ name }) => name)
  for (const name of names.slice(names.findIndex(own => own.endsWith('_search')))) rmSync(path.join(before, name), { recursive: true })
  migrate(file, before)

  const database = new Database(file)
  const text = (value: string) => JSON.stringify([{ type: 'text', text: value }])
  const thought = JSON.stringify([
    { type: 'step-start' },
    { type: 'reasoning', text: 'Perhaps a skerry.' },
    { type: 'dynamic-tool', toolName: 'calculator', input: { expression: '6*7' }, output: { text: '42' } },
    { type: 'text', text: '灯台です。' }
  ])
  database.exec(`INSERT INTO "User" ("id") VALUES ('local');
    INSERT INTO "Conversation" ("id", "userId", "title", "updatedAt") VALUES ('c', 'local', 'Harbour', 0);
    INSERT INTO "Message" ("id", "conversationId", "role", "status", "parts", "createdAt") VALUES
      ('q', 'c', 'user', 'complete', '${text('A lighthouse?')}', 1), ('a', 'c', 'assistant', 'complete', '${thought}', 2),
      ('b', 'c', 'assistant', 'streaming', '[]', 3)`)
  database.close()
  migrate(file, released)

  const migrated = new Database(file)
  const found = (words: string) =>
    migrated
      .prepare('SELECT "kind", "messageId" FROM "SearchIndex" JOIN "SearchEntry" ON "id" = "SearchIndex".rowid WHERE "SearchIndex" MATCH ?')
      .all(words)
  expect(found('harbour')).toEqual([{ kind: 'title', messageId: null }])
  expect(found('lighthouse')).toEqual([{ kind: 'question', messageId: 'q' }])
  expect(found('skerry')).toEqual([{ kind: 'thought', messageId: 'a' }])
  expect(found('calculator 42')).toEqual([{ kind: 'tool', messageId: 'a' }])
  expect(found('灯台')).toEqual([{ kind: 'answer', messageId: 'a' }])
  expect(migrated.prepare('SELECT count(*) AS "entries" FROM "SearchEntry"').get()).toMatchObject({ entries: 5 })
  migrated.close()
})
