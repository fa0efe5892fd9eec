import 'server-only'
import { uuidv7 } from 'uuidv7'
import { database } from './client.ts'
import type { Upstream } from './ledger.ts'

/** The last catalogue that this upstream answered with: JSON of its records as they came. */
export async function readModelSnapshot(userId: string, upstream: Upstream): Promise<{ models: string; fetchedAt: Date } | null> {
  return database().modelSnapshot.findUnique({
    where: { userId_upstream: { userId, upstream } },
    select: { models: true, fetchedAt: true }
  })
}

export async function saveModelSnapshot(userId: string, upstream: Upstream, models: string, fetchedAt: Date): Promise<void> {
  await database().modelSnapshot.upsert({
    where: { userId_upstream: { userId, upstream } },
    create: { id: uuidv7(), userId, upstream, models, fetchedAt },
    update: { models, fetchedAt }
  })
}
