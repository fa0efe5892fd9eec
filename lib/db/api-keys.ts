import 'server-only'
import { uuidv7 } from 'uuidv7'
import { logError } from '../telemetry/log.ts'
import { database } from './client.ts'
import { decryptProviderKey, encryptProviderKey } from './secret-key.ts'

export interface StoredKey {
  key: string
  label: string | null
  lastFour: string
}

function ownerOf(row: { userId: string; id: string }): string {
  return `ApiKey:${row.userId}:${row.id}`
}

/**
 * The user's key, decrypted; `null` when there is none, it was entered for another origin than `origin`, or it cannot be
 * decrypted (data/secret.key is another one): whoever lost that enters the key again, and everything else goes on.
 */
export async function readApiKey(userId: string, origin: string): Promise<StoredKey | null> {
  const row = await database().apiKey.findUnique({ where: { userId } })
  if (!row || row.origin !== origin) return null
  try {
    return { key: decryptProviderKey(row.ciphertext, ownerOf(row)), label: row.label, lastFour: row.lastFour }
  } catch (error) {
    logError('key.unreadable', error)
    return null
  }
}

/** Since when the stored key is used here; `null` when there is none. */
export async function readKeyEnteredAt(userId: string): Promise<Date | null> {
  const row = await database().apiKey.findUnique({ where: { userId }, select: { createdAt: true } })
  return row?.createdAt ?? null
}

/** Stores a key, encrypted, in the place of the one before. */
export async function saveApiKey(userId: string, key: { key: string; label: string | null; origin: string }): Promise<void> {
  const row = { id: uuidv7(), userId }
  await database().$transaction([
    database().apiKey.deleteMany({ where: { userId } }),
    database().apiKey.create({
      data: {
        ...row,
        ciphertext: encryptProviderKey(key.key, ownerOf(row)),
        origin: key.origin,
        label: key.label,
        lastFour: key.key.slice(-4)
      }
    })
  ])
}

export async function deleteApiKey(userId: string): Promise<void> {
  await database().apiKey.deleteMany({ where: { userId } })
}
