import { sniffMediaType, takenFiles } from '@/lib/chat/media-type.ts'
import { ApiError, request } from '../http/request-json.ts'
import type { AttachedFile } from './attached-file.ts'

const maxBytes = 10 * 1024 * 1024

/** Stores a file; throws an ApiError in words. It is what its bytes say: browsers know a type by the name alone, and TypeScript as a film. */
export async function uploadFile(file: File, temporary: boolean): Promise<AttachedFile> {
  if (file.size > maxBytes) throw new ApiError('too_large', 'The file is larger than 10 MiB.')
  const bytes = new Uint8Array(await file.arrayBuffer().catch(unreadable))
  if (bytes.length === 0) throw new ApiError('invalid_request', 'The file is empty.')
  const mediaType = sniffMediaType(bytes)
  if (!mediaType) throw new ApiError('unsupported_media_type', takenFiles)
  const response = await request(`/api/attachments?name=${encodeURIComponent(nameOf(file))}${temporary ? '&temporary=true' : ''}`, {
    method: 'POST',
    headers: { 'content-type': mediaType },
    body: bytes
  })
  return (await response.json()) as AttachedFile
}

/** A folder, or what was moved away meanwhile. */
function unreadable(cause: unknown): never {
  throw new ApiError('invalid_request', 'The browser cannot read this file.', { cause })
}

/** Some systems name what they paste nothing at all; what a name may not hold is left out, as is what is too long. */
function nameOf(file: File): string {
  const name = file.name
    .replace(/[\p{Cc}\p{Cs}\u2028-\u202E\u2066-\u2069]/gu, '')
    .trim()
    .slice(-255)
    .toWellFormed()
  return name === '' ? 'file' : name
}
