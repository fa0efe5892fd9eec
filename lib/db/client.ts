import 'server-only'
import { setTimeout as sleep } from 'node:timers/promises'
import { PrismaLibSql } from '@prisma/adapter-libsql'
import { env } from '../env.ts'
import { PrismaClient } from './generated/client.ts'
import { storageWatch } from './storage-watch.ts'

/**
 * The adapter begins transactions deferred. A deferred one that reads and then writes fails at once when another
 * connection (the journal's) has committed in between, whatever the busy timeout: so every one begins IMMEDIATE.
 */
class ImmediateLibSql extends PrismaLibSql {
  override createClient(config: Parameters<PrismaLibSql['createClient']>[0]): ReturnType<PrismaLibSql['createClient']> {
    const client = super.createClient(config)
    const execute: Execute = client.execute.bind(client)
    client.transaction = () => onceUnlocked(client, () => begin(client, execute))
    client.execute = (statement: InStatement) => onceUnlocked(client, () => execute(statement))
    return client
  }
}

/**
 * A transaction on the client's own connection, which Prisma lets nobody else use meanwhile. libsql's own would leave its connection,
 * with file handles and cache, to the garbage collector and open another one: hundreds pile up. It copies no log back into the
 * database either, which would block the event loop: the journal's thread does that.
 */
async function begin(client: Client, execute: Execute): Promise<Transaction> {
  await execute('BEGIN IMMEDIATE')
  const end = async (statement: 'COMMIT' | 'ROLLBACK') => {
    const startedAt = performance.now()
    try {
      await execute(statement)
      // On the event loop, by libsql: nothing else ran meanwhile.
      storageWatch().noteCommit(performance.now() - startedAt)
    } catch (error) {
      // A full disk leaves it open, or SQLite has rolled back by itself: only a connection that is new is surely in none.
      await execute('ROLLBACK').catch(() => client.reconnect())
      throw error
    }
    await execute('PRAGMA wal_autocheckpoint = 1000')
  }
  await execute('PRAGMA wal_autocheckpoint = 0')
  return transactionThrough(execute, end)
}

/** A transaction that has begun on a client's own connection, as Prisma uses it. */
export function transactionThrough(execute: Execute, end: (statement: 'COMMIT' | 'ROLLBACK') => Promise<unknown>): Transaction {
  let closed = false
  const close = async (statement: 'COMMIT' | 'ROLLBACK') => {
    closed = true
    await end(statement)
  }
  return {
    execute,
    commit: () => close('COMMIT'),
    rollback: () => close('ROLLBACK'),
    batch: () => Promise.reject(new Error('Prisma runs no batches')),
    executeMultiple: () => Promise.reject(new Error('Prisma runs no scripts in a transaction')),
    close: () => undefined,
    get closed() {
      return closed
    }
  }
}

type Client = ReturnType<PrismaLibSql['createClient']>
type Transaction = Awaited<ReturnType<Client['transaction']>>
type InStatement = Extract<Parameters<Client['execute']>[0], object>
type ResultSet = Awaited<ReturnType<Client['execute']>>
/** The client's own, before it was made to wait. */
export type Execute = (statement: InStatement | string) => Promise<ResultSet>

/** SQLite waits for a lock by blocking the thread, and with it every answer: no longer than this. */
const blockingWaitMs = 100
/** A lock that is held for longer ends a write. Between two looks at it the event loop runs. */
const longestWaitMs = 5000
const lookAgainMs = 25
/** Those that come meanwhile wait for their turn to wait. Prisma's two seconds would end them with an error that speaks of no lock. */
const longestQueueMs = 30_000

/**
 * libsql 0.5 leaves a statement that failed with BUSY open until it is collected, and what later statements of that
 * connection write is not committed before: it would be lost with the process, and lock everyone else out meanwhile.
 */
async function onceUnlocked<Result>(client: Client, work: () => Promise<Result>): Promise<Result> {
  const giveUpAt = performance.now() + longestWaitMs
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (!isBusy(error)) throw error
      await client.reconnect()
      if (!(await becomesFree(client, giveUpAt))) throw error
    }
  }
}

/** Looks by a script, which leaves nothing open and takes its transaction back by itself. */
async function becomesFree(client: Client, giveUpAt: number): Promise<boolean> {
  while (performance.now() < giveUpAt) {
    await sleep(lookAgainMs)
    try {
      await client.executeMultiple('BEGIN IMMEDIATE')
      return true
    } catch (error) {
      if (!isBusy(error)) throw error
    }
  }
  return false
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY')
}

declare global {
  /** One client per process: a second one would wait for the first while blocking the loop that must let it finish. */
  var stenoPrisma: PrismaClient | undefined
  /** The database of temporary chats: made by the first one, gone with the process (lib/db/chat-database.ts). */
  var stenoTemporary: PrismaClient | undefined
}

/**
 * Prisma keeps 1000 of each kind unless it is told. A transaction with raw SQL is another plan each time, its values included: a
 * question of a megabyte would stay for as long as it takes a thousand others to come.
 */
const keptQueryPlans = 100

/** Of every client. */
export const clientOptions = { queryPlanCacheMaxSize: keptQueryPlans, transactionOptions: { maxWait: longestQueueMs } }

function connect(): PrismaClient {
  // bigint: without it a SUM above 2^53 pico-dollars ($9,007) throws.
  const adapter = new ImmediateLibSql({ url: `file:${env.databaseFile}`, timeout: blockingWaitMs, intMode: 'bigint' })
  return new PrismaClient({ adapter, ...clientOptions })
}

/** The process's one connection for everything but the journal. */
export function database(): PrismaClient {
  globalThis.stenoPrisma ??= connect()
  return globalThis.stenoPrisma
}

/** Closes the connections: at the end of the process, and between tests. */
export async function closeDatabase(): Promise<void> {
  await globalThis.stenoPrisma?.$disconnect()
  globalThis.stenoPrisma = undefined
  await globalThis.stenoTemporary?.$disconnect()
  globalThis.stenoTemporary = undefined
}
