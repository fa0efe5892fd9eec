import {
  type Attachment,
  attachmentUrl,
  type FilePartMetadata,
  type FileProblem,
  fileMetadataOf,
  maxGeneratedBytes,
  maxPixels
} from '../chat/attachment.ts'
import { readImageSize } from '../chat/image-size.ts'
import { sniffMediaType } from '../chat/media-type.ts'
import { idBeside } from '../chat/temporary.ts'
import { linkAttachment, type NewAttachment, saveAttachment } from '../db/attachments.ts'
import { hasRoomFor } from '../db/temporary-chats.ts'
import type { ImageChunk, OpenRouterChunk } from '../openrouter/chunks.ts'

/** An image as the message shows it: where it is stored, or why it is not. */
export interface KeptImage {
  type: 'image'
  /** Empty when nothing is stored. */
  url: string
  mediaType: string
  file: FilePartMetadata
}

/** What a step's chunks are once its images are files. */
export type StepChunk = Exclude<OpenRouterChunk, ImageChunk> | KeptImage

interface Owner {
  userId: string
  conversationId: string
  messageId: string
}

/** Stores an image that a model made: it is on disk before the journal, and so before any browser, hears of it. */
export async function keepImage({ userId, conversationId, messageId }: Owner, { url }: ImageChunk): Promise<KeptImage> {
  const image = decodeImage(url)
  if (typeof image === 'string') return nothingKept(image)
  const id = idBeside(messageId)
  if (!(await hasRoomFor(id, image.bytes.length))) return nothingKept('too_large')
  const attachment: Attachment = await saveAttachment(userId, image, new Date(), id)
  await linkAttachment(messageId, conversationId, attachment.id)
  return { type: 'image', url: attachmentUrl(attachment.id), mediaType: attachment.mediaType, file: fileMetadataOf(attachment) }
}

function nothingKept(problem: FileProblem): KeptImage {
  return { type: 'image', url: '', mediaType: 'image/png', file: { problem } }
}

function decodeImage(url: string): NewAttachment | FileProblem {
  if (/^https?:/i.test(url)) return 'remote'
  const start = /^data:[^,]*;base64,/i.exec(url)?.[0].length
  if (start === undefined) return 'damaged'
  if ((url.length - start) * 0.75 > maxGeneratedBytes + 2) return 'too_large'
  const bytes = new Uint8Array(Buffer.from(url.slice(start), 'base64'))
  const mediaType = sniffMediaType(bytes)
  const size = mediaType && readImageSize(bytes, mediaType)
  if (!mediaType || !size) return 'damaged'
  if (size.width * size.height > maxPixels) return 'too_large'
  return { name: `image.${mediaType.slice('image/'.length)}`, mediaType, size, bytes }
}
