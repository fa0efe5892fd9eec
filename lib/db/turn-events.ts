import 'server-only'
import { database } from './client.ts'

/** Every journal row of the process before, in order. Rows of ended turns may be among them. */
export async function readTurnEvents(): Promise<string[]> {
  const rows = await database().$queryRaw<{ entries: string }[]>`SELECT "entries" FROM "TurnEvent" ORDER BY "seq"`
  return rows.map(row => row.entries)
}

/** Empties the journal: what was in it has been recovered. */
export async function clearTurnEvents(): Promise<void> {
  await database().$executeRaw`DELETE FROM "TurnEvent"`
}
