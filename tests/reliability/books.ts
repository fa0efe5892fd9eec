import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import Database from 'libsql'
import type { RecordedRequest } from '../../lib/simulator/state.ts'
import { audit, type LedgerRow } from '../turn/ledger-truth/audit.ts'
import type { World } from './trial-world.ts'

/** Runs a query on a server's database, from another process than its own. */
export function query<Row>(dataDirectory: string, sql: string, ...values: unknown[]): Row[] {
  const database = new Database(path.join(dataDirectory, 'steno.db'))
  try {
    database.exec('PRAGMA busy_timeout = 5000')
    return database.prepare(sql).all(...values) as Row[]
  } finally {
    database.close()
  }
}

/** `null`: the database is whole, no row is without its parent, and no answer is said to be running. */
export function damageIn(dataDirectory: string, mayRun = false): string | null {
  const [integrity] = query<{ integrity_check: string }>(dataDirectory, 'PRAGMA integrity_check')
  if (integrity?.integrity_check !== 'ok') return `the database is damaged: ${integrity?.integrity_check}`
  const orphans = query(dataDirectory, 'PRAGMA foreign_key_check').length
  if (orphans > 0) return `${orphans} rows are without their parent`
  const running = query(dataDirectory, `SELECT "id" FROM "Message" WHERE "status" = 'streaming'`).length
  return running > 0 && !mayRun ? `${running} answers are said to be running` : null
}

/** What is wrong in the ledger of these conversations, once it is settled: half a minute at most, for OpenRouter answers at once. */
export async function lossesOfLedger(
  { dataDirectory, control }: World,
  conversationIds: readonly string[],
  requests: readonly RecordedRequest[]
): Promise<string[]> {
  const losses: string[] = []
  if (!(await isSettled(dataDirectory, conversationIds))) losses.push('costs were not settled within 30 s')
  const { rows: bill } = await control.bill()
  for (const conversationId of conversationIds) {
    const rows = ledgerOf(dataDirectory, conversationId)
    const own = (row: { sessionId: string | null }) => row.sessionId === conversationId
    const called = requests.filter(own)
    const books = audit({ rows, bill: bill.filter(own), requests: called })
    const ids = rows.flatMap(row => row.openRouterId ?? [])
    const where = `conversation ${conversationId}`
    losses.push(...books.wrong.map(wrong => `${where}: ${wrong}`))
    if (books.unsettled.length > 0) losses.push(`${where}: ${books.unsettled.length} rows without a last word`)
    if (new Set(ids).size !== ids.length) losses.push(`${where}: two rows of one call`)
    // A call whose process died before it had its id is one of the rows without.
    if (books.lostCalls > books.unnamed) losses.push(`${where}: ${called.length} calls upstream, ${rows.length} rows`)
    losses.push(...lossesOfMessages(dataDirectory, conversationId).map(loss => `${where}: ${loss}`))
  }
  return losses
}

/** What an answer says that it cost is what its rows say. */
function lossesOfMessages(dataDirectory: string, conversationId: string): string[] {
  const sums = query<{ id: string; said: string | null; costs: string | null }>(
    dataDirectory,
    `SELECT "Message"."id" AS "id", json_extract("metadata", '$.costPicoUsd') AS "said", CAST(SUM("costPicoUsd") AS TEXT) AS "costs"
      FROM "Message" JOIN "Generation" ON "messageId" = "Message"."id" WHERE "Message"."conversationId" = ? GROUP BY 1, 2`,
    conversationId
  )
  return sums.flatMap(({ id, said, costs }) => (said === costs ? [] : [`message ${id} says ${said}, its calls ${costs}`]))
}

async function isSettled(dataDirectory: string, conversationIds: readonly string[]): Promise<boolean> {
  for (let tries = 0; tries <= 120; tries++) {
    const [open] = query<{ count: number }>(
      dataDirectory,
      `SELECT COUNT(*) AS "count" FROM "Generation" WHERE "costState" = 'pending' AND "conversationId" IN (SELECT "value" FROM json_each(?))`,
      JSON.stringify(conversationIds)
    )
    if (open?.count === 0) return true
    await sleep(250)
  }
  return false
}

function ledgerOf(dataDirectory: string, conversationId: string): LedgerRow[] {
  return query<Omit<LedgerRow, 'costPicoUsd'> & { costPicoUsd: string | null }>(
    dataDirectory,
    `SELECT "openRouterId", "kind", "attempt", "costState", CAST("costPicoUsd" AS TEXT) AS "costPicoUsd", "errorCode"
      FROM "Generation" WHERE "conversationId" = ?`,
    conversationId
  ).map(row => ({ ...row, costPicoUsd: row.costPicoUsd === null ? null : BigInt(row.costPicoUsd) }))
}
