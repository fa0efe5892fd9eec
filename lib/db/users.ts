import 'server-only'
import { database } from './client.ts'

/** Makes the user's row when it is not there yet. */
export async function ensureUser(id: string): Promise<void> {
  await database().user.upsert({ where: { id }, create: { id }, update: {} })
}
