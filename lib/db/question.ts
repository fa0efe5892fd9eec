import 'server-only'
import { type Attachment, filePartOf, maxTurnBytes } from '../chat/attachment.ts'
import { type FileModality, modalityOf } from '../chat/media-type.ts'
import type { ChatMessage } from '../chat/message.ts'
import { mostTextBytes } from '../chat/text-limit.ts'
import type { TurnRequest, UserMessage } from '../chat/turn-request.ts'
import { AppError, NotFoundError } from '../errors.ts'
import { filesOfBranch, findAttachments } from './attachments.ts'

/** A question with its files looked up. */
export interface StoredQuestion {
  id: string
  parts: ChatMessage['parts']
  attachmentIds: string[]
}

interface Readable {
  /** Some message of the conversation has files; without any, nothing is read. */
  hasFilesBefore: boolean
  /** What the model can read; `undefined` when the catalogue does not say. */
  inputModalities: readonly string[] | undefined
}

/**
 * The question as it is stored; `null` when an earlier one is answered again. Throws 404 for a file that is not this
 * user's, 413 for too much text, 413 and 422 for files that the model cannot be sent, those of earlier questions included.
 */
export async function readQuestion(
  userId: string,
  request: TurnRequest,
  { hasFilesBefore, inputModalities }: Readable
): Promise<StoredQuestion | null> {
  const question = request.trigger === 'submit-message' ? await withFiles(userId, request.message) : null
  const before = hasFilesBefore && request.parentId !== null ? await filesOfBranch(request.parentId) : []
  checkFiles([...before, ...(question?.files ?? [])], request.settings.model, inputModalities)
  return question?.stored ?? null
}

/** A question as it is stored, whoever is to read it. Throws 404 for a file that is not this user's, 413 for too much text. */
export async function storeQuestion(userId: string, message: UserMessage): Promise<StoredQuestion> {
  return (await withFiles(userId, message)).stored
}

/** What one message is to hold. Throws 413. */
export function refuseTooMuchText(texts: readonly string[]): void {
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0)
  if (bytes > mostTextBytes) throw new AppError('too_large', 413, 'A message holds 4 MiB of text at most.')
}

/** Its own, and those of its files. */
export function idsOfQuestion({ id, parts }: UserMessage): string[] {
  return [id, ...parts.flatMap(part => (part.type === 'file' ? [part.attachmentId] : []))]
}

async function withFiles(userId: string, { id, parts: asked }: UserMessage): Promise<{ stored: StoredQuestion; files: Attachment[] }> {
  refuseTooMuchText(asked.flatMap(part => (part.type === 'text' ? [part.text] : [])))
  const attachmentIds = asked.flatMap(part => (part.type === 'file' ? [part.attachmentId] : []))
  const files = attachmentIds.length > 0 ? await findAttachments(userId, attachmentIds) : new Map<string, Attachment>()
  const parts = asked.map(part => {
    if (part.type === 'text') return part
    const file = files.get(part.attachmentId)
    if (!file) throw new NotFoundError('attachment')
    return filePartOf(file)
  })
  return { stored: { id, parts, attachmentIds }, files: [...files.values()] }
}

const namesOf: Record<FileModality, string> = { image: 'images', audio: 'audio', file: 'PDF files' }

function checkFiles(
  files: readonly Pick<Attachment, 'mediaType' | 'sizeBytes'>[],
  model: string,
  inputModalities: readonly string[] | undefined
): void {
  if (files.reduce((sum, file) => sum + file.sizeBytes, 0) > maxTurnBytes) {
    throw new AppError('too_large', 413, 'The files of this branch are larger than 40 MiB together.')
  }
  if (inputModalities === undefined) return
  const unread = files
    .flatMap(file => modalityOf(file.mediaType) ?? [])
    .find(modality => modality !== 'file' && !inputModalities.includes(modality))
  // OpenRouter reads PDFs out to models that cannot: https://openrouter.ai/docs/guides/overview/multimodal/pdfs
  if (unread !== undefined) throw new AppError('unsupported_input', 422, `${model} cannot read ${namesOf[unread]}.`)
}
