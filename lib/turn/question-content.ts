import { attachmentIdOf } from '../chat/attachment.ts'
import { type MediaType, readMediaType } from '../chat/media-type.ts'
import type { HistoryMessage } from '../db/turns.ts'
import type { ContentPart } from '../openrouter/request.ts'

type Part = Extract<HistoryMessage, { role: 'user' }>['parts'][number]

/** Bytes of stored files by id. */
export type FileBytes = ReadonlyMap<string, Uint8Array>

/** The stored files that the branch's questions show, each once. */
export function filesOf(history: readonly HistoryMessage[]): string[] {
  const parts = history.flatMap(message => (message.role === 'user' ? message.parts : []))
  return [...new Set(parts.flatMap(part => (part.type === 'file' ? (attachmentIdOf(part.url) ?? []) : [])))]
}

/** A question as it goes upstream: text alone as a string; with files everything in the order in which it was asked. */
export function questionContent(parts: readonly Part[], files: FileBytes): string | ContentPart[] {
  if (parts.some(part => part.type === 'file')) return parts.flatMap(part => contentPart(part, files))
  return parts.flatMap(part => (part.type === 'text' ? [part.text] : [])).join('\n\n')
}

function contentPart(part: Part, files: FileBytes): ContentPart[] {
  if (part.type === 'text') return [{ type: 'text', text: part.text }]
  if (part.type !== 'file') return []
  const bytes = files.get(attachmentIdOf(part.url) ?? '')
  const mediaType = readMediaType(part.mediaType)
  if (!bytes || !mediaType) throw new Error(`A question shows ${part.url}, which is not stored`)
  const filename = part.filename ?? 'file'
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (mediaType === 'text/plain') return [{ type: 'text', text: fencedFile(filename, buffer.toString('utf8')) }]
  return [fileContent(mediaType, filename, buffer.toString('base64'))]
}

/** A text as every model reads it: under its name, in a fence that nothing in it closes. */
function fencedFile(filename: string, text: string): string {
  let longest = 2
  for (const [ticks] of text.matchAll(/`{3,}/g)) longest = Math.max(longest, ticks.length)
  const fence = '`'.repeat(longest + 1)
  return `${filename}\n${fence}\n${text}${text.endsWith('\n') ? '' : '\n'}${fence}`
}

/** https://openrouter.ai/docs/guides/overview/multimodal/overview */
function fileContent(mediaType: Exclude<MediaType, 'text/plain'>, filename: string, data: string): ContentPart {
  const url = `data:${mediaType};base64,${data}`
  if (isAudio(mediaType)) return { type: 'input_audio', input_audio: { data, format: audioFormats[mediaType] } }
  return mediaType === 'application/pdf' ? { type: 'file', file: { filename, file_data: url } } : { type: 'image_url', image_url: { url } }
}

type AudioType = Extract<MediaType, `audio/${string}`>

function isAudio(mediaType: MediaType): mediaType is AudioType {
  return mediaType.startsWith('audio/')
}

/** https://openrouter.ai/docs/guides/overview/multimodal/audio: names, not media types. */
const audioFormats: Record<AudioType, string> = {
  'audio/wav': 'wav',
  'audio/mpeg': 'mp3',
  'audio/flac': 'flac',
  'audio/ogg': 'ogg',
  'audio/mp4': 'm4a',
  'audio/aac': 'aac',
  'audio/aiff': 'aiff'
}
