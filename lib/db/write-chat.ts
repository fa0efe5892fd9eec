import 'server-only'
import { isTemporary } from '../chat/temporary.ts'
import { logError } from '../telemetry/log.ts'
import { memoryDatabase } from './chat-database.ts'
import { database } from './client.ts'
import type { Prisma } from './generated/client.ts'

type Write = Prisma.PrismaPromise<unknown>

/** What follows from ledger and content: in one transaction with both a statement, else what carries it from one database to the other. */
export interface Following {
  statement: Write
  carryOver: () => Promise<void>
}

interface ChatWrites {
  /** By `chatDatabase`. */
  content: readonly Write[]
  ledger: readonly Write[]
  follow?: Following | undefined
  /** Undoes what `ledger` has opened, when the content cannot be written. */
  takeBack?: () => Promise<void>
}

/**
 * Writes content and ledger in one transaction. Of a temporary chat there are two: the ledger's comes first, for a budget may refuse, and
 * no call is made whose row is not on disk. `id` is of any row of the content.
 */
export async function writeChat(id: string, { content, ledger, follow, takeBack }: ChatWrites): Promise<void> {
  if (!isTemporary(id)) {
    await database().$transaction([...content, ...ledger, ...(follow ? [follow.statement] : [])])
    return
  }
  if (ledger.length > 0) await database().$transaction([...ledger])
  try {
    await memoryDatabase().$transaction([...content])
  } catch (error) {
    await takeBack?.()
    throw error
  }
  if (follow) await carryOver(follow)
}

/** Selects or settles something by one write; answers with what it came to. */
export async function writeAndFollow<Result>(id: string, write: Prisma.PrismaPromise<Result>, follow: Following): Promise<Result> {
  if (!isTemporary(id)) return (await database().$transaction([write, follow.statement]))[0]
  const result = await write
  await carryOver(follow)
  return result
}

/** What was written stays, and the next that follows brings it in line. */
async function carryOver(follow: Following): Promise<void> {
  await follow.carryOver().catch((error: unknown) => logError('temporary.follow', error))
}

/** Writes into one database what was read in another, until there is nothing newer: what came in between is not undone by what was read before it. */
export async function writeUntilCurrent<Value>(read: () => Promise<Value>, write: (value: Value) => PromiseLike<unknown>): Promise<void> {
  for (let written: string | null = null; ; ) {
    const value = await read()
    const current = JSON.stringify(value)
    if (current === written) return
    await write(value)
    written = current
  }
}
