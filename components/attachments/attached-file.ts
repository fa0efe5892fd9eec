import { type FileModality, type MediaType, modalityOf, readMediaType } from '@/lib/chat/media-type.ts'
import type { ModelSummary } from '@/lib/chat/model-summary.ts'
import { ApiError, request } from '../http/request-json.ts'

/** A file that is stored and belongs to no question yet. */
export interface AttachedFile {
  id: string
  name: string
  mediaType: MediaType
  sizeBytes: number
}

/** What a file field offers. */
export const acceptedFiles = 'image/png,image/jpeg,image/gif,image/webp,application/pdf,audio/*'

const maxBytes = 10 * 1024 * 1024
const taken = 'Steno takes PNG, JPEG, GIF, WebP, PDF, WAV, MP3, FLAC, OGG, M4A, AAC and AIFF.'

/** Stores a file; throws an ApiError in words. What can be told here is not sent first. */
export async function uploadFile(file: File): Promise<AttachedFile> {
  const mediaType = readMediaType(file.type)
  if (!mediaType) throw new ApiError('unsupported_media_type', taken)
  if (file.size === 0) throw new ApiError('invalid_request', 'The file is empty.')
  if (file.size > maxBytes) throw new ApiError('too_large', 'The file is larger than 10 MiB.')
  const response = await request(`/api/attachments?name=${encodeURIComponent(nameOf(file))}`, {
    method: 'POST',
    headers: { 'content-type': mediaType },
    body: file
  })
  return (await response.json()) as AttachedFile
}

/** Some systems name what they paste nothing at all; what a name may not hold is left out, as is what is too long. */
function nameOf(file: File): string {
  const name = file.name
    .replace(/[\p{Cc}\p{Cs}\u2028-\u202E\u2066-\u2069]/gu, '')
    .trim()
    .slice(-255)
  return name === '' ? 'file' : name
}

const modalityWords: Record<FileModality, string> = { image: 'images', audio: 'sound', file: 'PDF' }

/** What of these files a model cannot read, in words; a PDF goes to every model, for OpenRouter reads it out to those that cannot. */
export function unreadableWords(files: readonly Pick<AttachedFile, 'mediaType'>[], model: ModelSummary | undefined): string[] {
  if (!model) return []
  const needed = new Set(files.map(file => modalityOf(file.mediaType)).filter(modality => modality !== 'file'))
  return [...needed].filter(modality => !model.inputModalities.includes(modality)).map(modality => modalityWords[modality])
}
