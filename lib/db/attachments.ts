import 'server-only'
import { createHash } from 'node:crypto'
import { uuidv7 } from 'uuidv7'
import type { Attachment } from '../chat/attachment.ts'
import { type MediaType, mediaTypes } from '../chat/media-type.ts'
import { isTemporary } from '../chat/temporary.ts'
import { chatDatabase, chatDatabases } from './chat-database.ts'
import { database } from './client.ts'
import type { Prisma } from './generated/client.ts'
import { userInMemory } from './temporary-chats.ts'

/** How long a file waits for the message that shows it: drafts lie for weeks. */
const unusedMs = 30 * 24 * 60 * 60 * 1000

export interface NewAttachment extends Omit<Attachment, 'id' | 'sizeBytes'> {
  bytes: Uint8Array
}

interface AttachmentRow {
  id: string
  name: string
  mediaType: string
  sizeBytes: number
  width: number | null
  height: number | null
}

/** Everything but the bytes: they are megabytes, and only who asks for them by name gets them. */
const columns = { id: true, name: true, mediaType: true, sizeBytes: true, width: true, height: true }

function toAttachment({ id, name, mediaType, sizeBytes, width, height }: AttachmentRow): Attachment {
  const size = width === null || height === null ? null : { width, height }
  return { id, name, mediaType: readStored(mediaType), sizeBytes, size }
}

function readStored(text: string): MediaType {
  const mediaType = mediaTypes.find(known => known === text)
  if (!mediaType) throw new Error(`Attachment row of unknown type ${text}`)
  return mediaType
}

/**
 * Stores a file, under `id` unless there is one like it: the same bytes under the same name are one row, which then counts as just
 * uploaded. Raw, because the query compiler would copy the bytes several times.
 */
export async function saveAttachment(userId: string, file: NewAttachment, now: Date, id = uuidv7()): Promise<Attachment> {
  const { name, mediaType, size, bytes } = file
  if (isTemporary(id)) await userInMemory(userId)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const [row] = await chatDatabase(id).$queryRaw<{ id: string }[]>`
    INSERT INTO "Attachment" ("id", "userId", "name", "mediaType", "sizeBytes", "width", "height", "sha256", "createdAt", "bytes")
    VALUES (${id}, ${userId}, ${name}, ${mediaType}, ${bytes.length}, ${size?.width ?? null}, ${size?.height ?? null}, ${sha256},
      ${now}, ${bytes})
    ON CONFLICT ("userId", "sha256", "name") DO UPDATE SET "createdAt" = excluded."createdAt"
    RETURNING "id"`
  if (!row) throw new Error('INSERT … RETURNING gave no row')
  return { id: row.id, name, mediaType, sizeBytes: bytes.length, size }
}

/** Those of this user's among `ids`, without their bytes. */
export async function findAttachments(userId: string, ids: readonly string[]): Promise<Map<string, Attachment>> {
  const where = { userId, id: { in: [...ids] } }
  const rows = await Promise.all(chatDatabases(ids).map(content => content.attachment.findMany({ where, select: columns })))
  return new Map(rows.flat().map(row => [row.id, toAttachment(row)]))
}

/** A file of this user's as it is served; `bytes` are read only when they are not known already, by their hash. */
export async function readAttachment(
  userId: string,
  id: string,
  knownSha256: readonly string[]
): Promise<{ attachment: Attachment; sha256: string; bytes: Uint8Array<ArrayBuffer> | null } | null> {
  const row = await chatDatabase(id).attachment.findFirst({ where: { id, userId }, select: { ...columns, sha256: true } })
  if (!row) return null
  const { sha256 } = row
  const bytes = knownSha256.includes(sha256) ? null : ((await loadBytes(userId, [id])).get(id) ?? null)
  return { attachment: toAttachment(row), sha256, bytes }
}

/** The bytes of this user's files among `ids`. */
export async function loadBytes(userId: string, ids: readonly string[]): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const bytesOf = new Map<string, Uint8Array<ArrayBuffer>>()
  // One by one: what the database hands over in one piece exists several times until it is read.
  for (const id of ids) {
    const [row] = await chatDatabase(id).$queryRaw<{ bytes: Uint8Array<ArrayBuffer> }[]>`
      SELECT "bytes" FROM "Attachment" WHERE "id" = ${id} AND "userId" = ${userId}`
    if (row) bytesOf.set(id, row.bytes)
  }
  return bytesOf
}

/** Types and sizes of what users asked with on the branch that ends in `leafId`. */
export async function filesOfBranch(leafId: string): Promise<Pick<Attachment, 'mediaType' | 'sizeBytes'>[]> {
  const rows = await chatDatabase(leafId).$queryRaw<{ mediaType: string; sizeBytes: bigint }[]>`
    WITH RECURSIVE "Branch" ("id", "parentId", "role") AS (
      SELECT "id", "parentId", "role" FROM "Message" WHERE "id" = ${leafId}
      UNION ALL
      SELECT m."id", m."parentId", m."role" FROM "Message" m JOIN "Branch" b ON m."id" = b."parentId"
    )
    SELECT a."mediaType", a."sizeBytes" FROM "Branch" b
    JOIN "MessageAttachment" l ON l."messageId" = b."id"
    JOIN "Attachment" a ON a."id" = l."attachmentId"
    WHERE b."role" = 'user'`
  return rows.map(row => ({ mediaType: readStored(row.mediaType), sizeBytes: Number(row.sizeBytes) }))
}

/** A message shows a file: from now on the file lives as long as the message. */
export function linkAttachment(messageId: string, conversationId: string, attachmentId: string): Prisma.PrismaPromise<unknown> {
  return chatDatabase(messageId).$executeRaw`INSERT OR IGNORE INTO "MessageAttachment" ("messageId", "attachmentId", "conversationId")
    VALUES (${messageId}, ${attachmentId}, ${conversationId})`
}

/** Drops the files that no message has shown for a month. */
export async function purgeAttachments(now: Date): Promise<number> {
  const { count } = await database().attachment.deleteMany({
    where: { createdAt: { lt: new Date(now.getTime() - unusedMs) }, messages: { none: {} } }
  })
  return count
}
