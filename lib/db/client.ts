import 'server-only'
import { PrismaLibSql } from '@prisma/adapter-libsql'
import { env } from '../env.ts'
import { PrismaClient } from './generated/client.ts'

/**
 * The adapter begins transactions deferred. A deferred one that reads and then writes fails at once when another
 * connection (the journal's) has committed in between, whatever the busy timeout: so every one begins IMMEDIATE.
 * Nor does one copy the log back into the database, which would block the event loop: the journal's thread does that.
 */
class ImmediateLibSql extends PrismaLibSql {
  override createClient(config: Parameters<PrismaLibSql['createClient']>[0]): ReturnType<PrismaLibSql['createClient']> {
    const client = super.createClient(config)
    const transaction = client.transaction.bind(client)
    const execute: (statement: InStatement) => Promise<ResultSet> = client.execute.bind(client)
    client.transaction = () =>
      replaceWhenBusy(client, async () => {
        const opened = await transaction('write')
        await opened.execute('PRAGMA wal_autocheckpoint = 0')
        return opened
      })
    client.execute = (statement: InStatement) => replaceWhenBusy(client, () => execute(statement))
    return client
  }
}

type Client = ReturnType<PrismaLibSql['createClient']>
type InStatement = Extract<Parameters<Client['execute']>[0], object>
type ResultSet = Awaited<ReturnType<Client['execute']>>

/**
 * libsql 0.5 leaves a statement that failed with BUSY open until it is collected, and what later statements of that
 * connection write is not committed before: it would be lost with the process, and lock everyone else out meanwhile.
 */
async function replaceWhenBusy<Result>(client: Client, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY')) await client.reconnect()
    throw error
  }
}

declare global {
  /** One client per process: a second one would wait for the first while blocking the loop that must let it finish. */
  var stenoPrisma: PrismaClient | undefined
}

function connect(): PrismaClient {
  // bigint: without it a SUM above 2^53 pico-dollars ($9,007) throws.
  return new PrismaClient({ adapter: new ImmediateLibSql({ url: `file:${env.databaseFile}`, timeout: 5000, intMode: 'bigint' }) })
}

/** The process's one connection for everything but the journal. */
export function database(): PrismaClient {
  globalThis.stenoPrisma ??= connect()
  return globalThis.stenoPrisma
}

/** Closes the connection: at the end of the process, and between tests. */
export async function closeDatabase(): Promise<void> {
  await globalThis.stenoPrisma?.$disconnect()
  globalThis.stenoPrisma = undefined
}
