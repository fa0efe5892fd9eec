import 'server-only'
import { createHash } from 'node:crypto'
import { maxGeneratedBytes, maxPixels } from '../chat/attachment.ts'
import { attachmentName } from '../chat/attachment-name.ts'
import { readImageSize } from '../chat/image-size.ts'
import { sniffMediaType } from '../chat/media-type.ts'
import { isTemporary } from '../chat/temporary.ts'
import { UnreadableRecord } from '../portable/check-conversation.ts'
import type { AttachmentRecord } from '../portable/export-format.ts'
import type { NewAttachment } from './attachments.ts'
import { database } from './client.ts'
import { derivedId } from './import-ids.ts'

/** A file of an import, as its bytes say; `null` for what Steno does not store. */
export function readFile(name: string, base64: string): NewAttachment | null {
  const bytes = new Uint8Array(Buffer.from(base64, 'base64'))
  const mediaType = sniffMediaType(bytes)
  if (!mediaType || bytes.length > maxGeneratedBytes || !attachmentName.safeParse(name).success) return null
  const size = readImageSize(bytes, mediaType)
  if (mediaType.startsWith('image/') && (!size || size.width * size.height > maxPixels)) return null
  return { name, mediaType, size, bytes }
}

/** An attachment of our own format, which must be what it says. */
export function readAttachmentRecord(record: AttachmentRecord): NewAttachment {
  const file = readFile(record.name, record.bytes)
  const agrees =
    file &&
    file.bytes.length === record.sizeBytes &&
    file.mediaType === record.mediaType &&
    (file.size?.width ?? null) === record.width &&
    (file.size?.height ?? null) === record.height &&
    sha256Of(file.bytes) === record.sha256
  if (!agrees) throw new UnreadableRecord('attachments', 'a file is not what its record says')
  return file
}

/** Stores a file under the id that it has elsewhere, if it can; the same bytes under the same name stay one row. */
export async function storeImported(userId: string, source: string, id: string, file: NewAttachment, now: Date): Promise<string> {
  const sha256 = sha256Of(file.bytes)
  const { name, mediaType, size, bytes } = file
  // That of a temporary chat's file would be looked for in memory.
  const isFree = source === 'steno' && !isTemporary(id) && (await database().attachment.count({ where: { id } })) === 0
  const [row] = await database().$queryRaw<{ id: string }[]>`
    INSERT INTO "Attachment" ("id", "userId", "name", "mediaType", "sizeBytes", "width", "height", "sha256", "createdAt", "bytes")
    VALUES (${isFree ? id : derivedId(userId, source, `${id} ${sha256} ${name}`)}, ${userId}, ${name}, ${mediaType}, ${bytes.length},
      ${size?.width ?? null}, ${size?.height ?? null}, ${sha256}, ${now}, ${bytes})
    ON CONFLICT ("userId", "sha256", "name") DO UPDATE SET "createdAt" = excluded."createdAt"
    RETURNING "id"`
  if (!row) throw new Error('INSERT … RETURNING gave no row')
  return row.id
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
