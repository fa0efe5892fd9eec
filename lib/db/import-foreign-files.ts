import 'server-only'
import { attachmentIdOf, fileMetadataOf } from '../chat/attachment.ts'
import type { ChatMessage } from '../chat/message.ts'
import type { MessageRecord } from '../portable/export-format.ts'
import type { ForeignChat } from '../portable/foreign-chat.ts'
import type { NewAttachment } from './attachments.ts'
import { readFile } from './import-files.ts'

type Part = ChatMessage['parts'][number]
type FilePart = Extract<Part, { type: 'file' }>

/** A conversation of another program with its files decoded; those that Steno does not store are losses, and shown as such. */
export interface DecodedChat extends ForeignChat {
  decoded: ReadonlyMap<string, NewAttachment>
}

export function decodeFiles(chat: ForeignChat): DecodedChat {
  const decoded = new Map<string, NewAttachment>()
  for (const [id, { name, bytes }] of chat.files) {
    const file = readFile(name, bytes)
    if (file) decoded.set(id, file)
  }
  const lost = [...chat.files.keys()].filter(id => !decoded.has(id)).map(() => 'file_not_readable' as const)
  const messages = chat.files.size === 0 ? chat.record.messages : chat.record.messages.map(message => withFiles(message, decoded))
  return { ...chat, record: { ...chat.record, messages }, losses: [...chat.losses, ...lost], decoded }
}

function withFiles(message: MessageRecord, decoded: ReadonlyMap<string, NewAttachment>): MessageRecord {
  const parts = message.parts.flatMap(part => (part.type === 'file' ? filePart(message, part, decoded) : [part]))
  return { ...message, parts, attachmentIds: message.attachmentIds.filter(id => decoded.has(id)) }
}

function filePart({ role }: MessageRecord, part: FilePart, decoded: ReadonlyMap<string, NewAttachment>): Part[] {
  const file = decoded.get(attachmentIdOf(part.url) ?? '')
  if (file) {
    const metadata = fileMetadataOf({ sizeBytes: file.bytes.length, size: file.size })
    return [{ ...part, mediaType: file.mediaType, filename: file.name, providerMetadata: { steno: metadata } }]
  }
  // A question goes to the model as it stands here: what cannot be sent is named in it.
  if (role === 'user') return [{ type: 'text', text: `[${part.filename ?? 'file'}]` }]
  return [{ ...part, url: '', providerMetadata: { steno: { problem: 'damaged' } } }]
}
