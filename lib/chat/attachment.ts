import type { FileUIPart } from 'ai'
import type { ImageSize } from './image-size.ts'
import type { MediaType } from './media-type.ts'

/** A stored file without its bytes. */
export interface Attachment {
  id: string
  name: string
  mediaType: MediaType
  sizeBytes: number
  /** Images only. */
  size: ImageSize | null
}

/** Of an image that a model made. */
export const maxGeneratedBytes = 20 * 1024 * 1024

/** Decoded, an image of more pixels would take a browser's memory, however small its file is. */
export const maxPixels = 100_000_000

/** Of all files that one turn sends: its question's and those of the branch before it. */
export const maxTurnBytes = 40 * 1024 * 1024

/** Under `providerMetadata.steno` of a file part. */
export interface FilePartMetadata {
  sizeBytes?: number
  /** Pixels: the page reserves the room. */
  width?: number
  height?: number
  /** Why there is nothing to show. */
  problem?: FileProblem
}

/** `damaged`: not an image that Steno knows. `remote`: it lies elsewhere, and Steno fetches nothing that a model names. */
export type FileProblem = 'damaged' | 'too_large' | 'remote'

const path = '/api/attachments/'

/** The message part that shows a stored file. */
export function filePartOf(attachment: Attachment): FileUIPart {
  const { id, name, mediaType } = attachment
  return { type: 'file', mediaType, filename: name, url: `${path}${id}`, providerMetadata: { steno: fileMetadataOf(attachment) } }
}

export function fileMetadataOf({ sizeBytes, size }: Pick<Attachment, 'sizeBytes' | 'size'>) {
  return { sizeBytes, ...(size ?? {}) }
}

/** Address of a stored file's bytes. */
export function attachmentUrl(id: string): string {
  return `${path}${id}`
}

/** The stored file that a part shows; `null` when it shows none. */
export function attachmentIdOf(url: string): string | null {
  return url.startsWith(path) ? url.slice(path.length) : null
}
