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
    client.transaction = async () => {
      const opened = await transaction('write')
      await opened.execute('PRAGMA wal_autocheckpoint = 0')
      return opened
    }
    return client
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
