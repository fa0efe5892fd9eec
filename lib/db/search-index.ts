import 'server-only'
import { setImmediate } from 'node:timers/promises'
import { database } from './client.ts'

/** Index pages of some 4 kB in one go: a few milliseconds, after which answers that are running get their turn. */
const pagesPerStep = 100

/**
 * Writes the full-text index anew without what was deleted from it: a deleted row is only no longer found, its words stay until then.
 * https://sqlite.org/fts5.html#the_merge_command
 */
export async function dropDeletedWords(): Promise<void> {
  let pages = -pagesPerStep
  for (let before = -2n, after = 0n; after - before >= 2n; pages = pagesPerStep) {
    before = await totalChanges()
    await database().$executeRaw`INSERT INTO "SearchIndex" ("SearchIndex", rank) VALUES ('merge', ${pages})`
    after = await totalChanges()
    await setImmediate()
  }
}

async function totalChanges(): Promise<bigint> {
  const [row] = await database().$queryRaw<{ changes: bigint }[]>`SELECT total_changes() AS "changes"`
  return row?.changes ?? 0n
}
