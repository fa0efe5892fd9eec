import type { FileUIPart } from 'ai'
import { attachmentIdOf, attachmentUrl } from '../../lib/chat/attachment.ts'
import { type FileModality, type MediaType, modalityOf, readMediaType } from '../../lib/chat/media-type.ts'
import type { ChatMessage } from '../../lib/chat/message.ts'
import type { ModelSummary } from '../../lib/chat/model-summary.ts'

/** A file that is stored and belongs to no question yet. */
export interface AttachedFile {
  id: string
  name: string
  mediaType: MediaType
  sizeBytes: number
}

/** Parts of a question, its text among them. */
export const maxFiles = 19

/** The same file under the same name is the same attachment, and stands there once. */
export function withFile(files: readonly AttachedFile[], file: AttachedFile): readonly AttachedFile[] {
  return files.some(other => other.id === file.id) ? files : [...files, file]
}

/** The message part that will show a file. */
export function partOfFile({ id, name, mediaType, sizeBytes }: AttachedFile): FileUIPart {
  return { type: 'file', mediaType, filename: name, url: attachmentUrl(id), providerMetadata: { steno: { sizeBytes } } }
}

/** The stored file that a part of a question shows; none where it shows something else. */
export function fileOfPart(part: ChatMessage['parts'][number]): AttachedFile[] {
  if (part.type !== 'file') return []
  const id = attachmentIdOf(part.url)
  const mediaType = readMediaType(part.mediaType)
  const sizeBytes = Number(part.providerMetadata?.steno?.sizeBytes ?? 0)
  return id === null || mediaType === null ? [] : [{ id, name: part.filename ?? 'file', mediaType, sizeBytes }]
}

/** What stands in storage may be of another version, or of somebody's hand. */
export function parseAttachedFile(value: unknown): AttachedFile[] {
  if (typeof value !== 'object' || value === null) return []
  const { id, name, mediaType, sizeBytes }: { [Key in keyof AttachedFile]?: unknown } = value
  const known = typeof mediaType === 'string' ? readMediaType(mediaType) : null
  if (typeof id !== 'string' || typeof name !== 'string' || typeof sizeBytes !== 'number' || !known) return []
  return [{ id, name, mediaType: known, sizeBytes }]
}

/** What a model must read for these files; a PDF goes to every model, for OpenRouter reads it out to those that cannot. */
export function modalitiesOf(files: readonly Pick<AttachedFile, 'mediaType'>[]): FileModality[] {
  const needed = files.flatMap(file => modalityOf(file.mediaType) ?? [])
  return [...new Set(needed)].filter(modality => modality !== 'file')
}

const modalityWords: Record<FileModality, string> = { image: 'images', audio: 'sound', file: 'PDF' }

/** What of these files a model cannot read, in words. */
export function unreadableWords(files: readonly Pick<AttachedFile, 'mediaType'>[], model: ModelSummary | undefined): string[] {
  if (!model) return []
  return modalitiesOf(files).flatMap(modality => (model.inputModalities.includes(modality) ? [] : [modalityWords[modality]]))
}
