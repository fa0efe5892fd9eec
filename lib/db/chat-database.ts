import 'server-only'
import { PrismaLibSql } from '@prisma/adapter-libsql'
import { areOfOneKind, isTemporary } from '../chat/temporary.ts'
import { AppError } from '../errors.ts'
import { clientOptions, database, type Execute, transactionThrough } from './client.ts'
import { PrismaClient } from './generated/client.ts'

/** A database without a file. It lives as long as its one connection, which is therefore never opened anew. */
class MemoryLibSql extends PrismaLibSql {
  override async connect(): ReturnType<PrismaLibSql['connect']> {
    const connection = await super.connect()
    await connection.executeScript(await readSchema())
    return connection
  }

  override createClient(config: Parameters<PrismaLibSql['createClient']>[0]): ReturnType<PrismaLibSql['createClient']> {
    const client = super.createClient(config)
    const execute: Execute = client.execute.bind(client)
    // libsql's own would take the connection along, and the database with it.
    client.transaction = async () => {
      await execute('BEGIN')
      return transactionThrough(execute, statement => execute(statement))
    }
    return client
  }
}

/** Tables and indexes as they are on disk: nothing is searched, and no sums are kept. What is sorted stays in memory too. */
async function readSchema(): Promise<string> {
  const rows = await database().$queryRaw<{ sql: string }[]>`
    SELECT m."sql" FROM sqlite_master m JOIN pragma_table_list t ON t."name" = m."tbl_name" AND t."schema" = 'main'
    WHERE m."type" IN ('table', 'index') AND m."sql" IS NOT NULL AND t."type" = 'table' AND m."name" NOT LIKE 'sqlite\\_%' ESCAPE '\\'
    ORDER BY m."type" DESC`
  return ['PRAGMA temp_store = MEMORY', ...rows.map(({ sql }) => sql)].join(';\n')
}

/** The database of temporary chats. */
export function memoryDatabase(): PrismaClient {
  globalThis.stenoTemporary ??= new PrismaClient({
    adapter: new MemoryLibSql({ url: ':memory:', intMode: 'bigint' }),
    ...clientOptions
  })
  return globalThis.stenoTemporary
}

/** The same, where there has been a temporary chat since the process began. */
export function openMemoryDatabase(): PrismaClient | null {
  return globalThis.stenoTemporary ?? null
}

/** Where the content of a chat lives: a conversation, message, tool call or attachment with this id. Money is on disk, whatever it paid for. */
export function chatDatabase(id: string): PrismaClient {
  return isTemporary(id) ? memoryDatabase() : database()
}

/** Where rows with these ids live. */
export function chatDatabases(ids: readonly string[]): PrismaClient[] {
  return [...new Set(ids.map(chatDatabase))]
}

/** A row of a temporary chat refers to others in memory alone, and every other row to none of them. Throws 400. */
export function requireOneKind(ids: readonly (string | null)[]): void {
  if (!areOfOneKind(ids)) throw new AppError('invalid_request', 400, 'Ids of a temporary chat and others do not go together.')
}

/** What only a chat that is kept can be. Throws 409. */
export function refuseTemporary(id: string): void {
  if (isTemporary(id)) throw new AppError('temporary_chat', 409, 'A temporary chat cannot be kept, listed, sorted or branched off.')
}
