import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import Database from 'libsql'
import { temporaryDataDirectory } from '../../scripts/app-server.mjs'
import { migrate, readMigrations } from '../../scripts/migrate.mjs'
import { damageIn, query } from './books.ts'
import type { Verdict } from './promise.ts'
import { trialBuild } from './trial-build.ts'
import { type Chance, openWorld } from './trial-world.ts'

const root = path.resolve(import.meta.dirname, '../..')
const released = path.join(root, 'prisma/migrations')
const conversations = 20

/** P15: a migration that is killed between any two of its statements has not happened, and happens at the next start; every row stays. */
export async function migrationKilled(trials: number, chance: Chance): Promise<Verdict> {
  const losses: string[] = []
  const names = readMigrations(released).map(({ name }) => name)
  let deaths = 0
  for (let trial = 0; trial < trials; trial++) {
    // Every second time the newest migration alone, which is what an upgrade from the version before does.
    const behind = trial % 2 === 0 ? 1 : 1 + chance.below(names.length - 1)
    const dataDirectory = databaseBehind(names.slice(0, -behind), `${trial}`)
    const before = contentOf(dataDirectory)
    const where = `trial ${trial}, ${behind} behind`
    const passages = await passagesOf(dataDirectory)
    const passage = 1 + chance.below(passages)
    const { signal } = migrateInTrialBuild(dataDirectory, `migration:${passage}`)
    if (signal === 'SIGKILL') deaths += 1
    else losses.push(`${where}: passage ${passage} of ${passages} was not reached`)
    const world = await openWorld(chance, {}, dataDirectory)
    try {
      const app = await world.start()
      const damage = damageIn(dataDirectory)
      if (damage !== null) losses.push(`${where}, passage ${passage}: ${damage}`)
      if (contentOf(dataDirectory, before.columns).rows !== before.rows) losses.push(`${where}, passage ${passage}: rows have changed`)
      const response = await fetch(`${app.origin}/api/conversations/conversation-0`)
      if (response.status !== 200) losses.push(`${where}, passage ${passage}: a conversation is answered ${response.status}`)
    } finally {
      await world.close()
    }
  }
  return { promise: 'P1 kill in a migration', trials, losses, notes: `${deaths} deaths there, ${conversations} conversations each` }
}

/** How many barriers its migrations pass: counted on a copy that lives. */
async function passagesOf(dataDirectory: string): Promise<number> {
  const copy = `${dataDirectory}-copy`
  cpSync(dataDirectory, copy, { recursive: true })
  const { stdout } = migrateInTrialBuild(copy, 'migration:count')
  rmSync(copy, { recursive: true })
  const passages = Number(/passages (\d+)/.exec(stdout)?.[1])
  if (!(passages > 0)) throw new Error(`The trial build has migrated without a barrier:\n${stdout}`)
  return passages
}

function migrateInTrialBuild(dataDirectory: string, BARRIER: string) {
  return spawnSync(process.execPath, [path.join(trialBuild(), 'scripts/migrate.mjs'), path.join(dataDirectory, 'steno.db')], {
    encoding: 'utf8',
    env: { ...process.env, BARRIER }
  })
}

/** A database of an earlier version, with conversations in it. */
function databaseBehind(names: readonly string[], trial: string): string {
  const dataDirectory = temporaryDataDirectory()
  mkdirSync(dataDirectory, { recursive: true, mode: 0o700 })
  const migrations = path.join(path.dirname(dataDirectory), `migrations-${trial}`)
  for (const name of names) cpSync(path.join(released, name), path.join(migrations, name), { recursive: true })
  process.umask(0o077)
  migrate(path.join(dataDirectory, 'steno.db'), migrations)
  const database = new Database(path.join(dataDirectory, 'steno.db'))
  try {
    fill(database)
  } finally {
    database.close()
  }
  return dataDirectory
}

/** Columns of the first version only, which every later one has. */
function fill(database: Database.Database): void {
  const insert = (table: string, row: Record<string, string | number | null>) =>
    database
      .prepare(`INSERT INTO "${table}" (${Object.keys(row).map(name => `"${name}"`)}) VALUES (${Object.keys(row).map(() => '?')})`)
      .run(...Object.values(row))
  insert('User', { id: 'local' })
  insert('Setting', { userId: 'local', name: 'user', value: JSON.stringify({ titles: false }) })
  for (let number = 0; number < conversations; number++) {
    const conversationId = `conversation-${number}`
    const messageId = `answer-${number}`
    insert('Conversation', { id: conversationId, userId: 'local', title: `Number ${number}`, selectedLeafId: messageId })
    const parts = JSON.stringify([{ type: 'text', text: `港 ${number} `.repeat(200) }])
    insert('Message', { id: `question-${number}`, conversationId, role: 'user', status: 'complete', parts })
    const settings = JSON.stringify({ model: 'openai/gpt-5-mini' })
    insert('Message', {
      id: messageId,
      conversationId,
      parentId: `question-${number}`,
      role: 'assistant',
      status: 'complete',
      parts,
      settings
    })
    const wire = JSON.stringify({ role: 'assistant', content: `港 ${number}` })
    insert('Step', { messageId, position: 0, wire, model: 'openai/gpt-5-mini', ended: 1 })
    insert('ToolCall', {
      id: `call-${number}`,
      messageId,
      stepPosition: 0,
      position: 0,
      wireId: 'x',
      name: 'y',
      arguments: '{}',
      status: 'ok'
    })
    const call = { id: `generation-${number}`, userId: 'local', upstream: 'openrouter', kind: 'chat', conversationId, messageId }
    insert('Generation', {
      ...call,
      position: 0,
      attempt: 0,
      model: 'openai/gpt-5-mini',
      costState: 'billed',
      costPicoUsd: 1234567 + number
    })
  }
}

/** Everything in the tables that there are, or in these columns of them. */
function contentOf(dataDirectory: string, columns = columnsOf(dataDirectory)): { columns: Map<string, string>; rows: string } {
  const rows = [...columns].map(([table, names]) => [table, query(dataDirectory, `SELECT ${names} FROM "${table}" ORDER BY ${names}`)])
  return { columns, rows: JSON.stringify(rows) }
}

function columnsOf(dataDirectory: string): Map<string, string> {
  const tables = query<{ name: string }>(
    dataDirectory,
    `SELECT "name" FROM sqlite_master WHERE "type" = 'table' AND "name" NOT IN ('_prisma_migrations', 'ModelSnapshot') ORDER BY "name"`
  )
  return new Map(
    tables.map(({ name }) => [
      name,
      query<{ name: string }>(dataDirectory, `PRAGMA table_info("${name}")`)
        .map(column => `"${column.name}"`)
        .join()
    ])
  )
}
