/**
 * The files that Steno takes: what OpenRouter knows as image_url, file (PDF) and input_audio, and text, of whatever language. SVG and HTML
 * can run scripts: they are text like any other.
 */
export const mediaTypes = [
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'application/pdf',
  'audio/wav',
  'audio/mpeg',
  'audio/flac',
  'audio/ogg',
  'audio/mp4',
  'audio/aac',
  'audio/aiff',
  'text/plain'
] as const
export type MediaType = (typeof mediaTypes)[number]

/** `mediaTypes` in words. */
export const takenFiles = 'Steno takes PNG, JPEG, GIF, WebP, PDF, WAV, MP3, FLAC, OGG, M4A, AAC, AIFF, and text in UTF-8.'

/** What browsers and systems call the same things. */
const aliases: Record<string, MediaType> = {
  'image/jpg': 'image/jpeg',
  'audio/x-wav': 'audio/wav',
  'audio/wave': 'audio/wav',
  'audio/vnd.wave': 'audio/wav',
  'audio/mp3': 'audio/mpeg',
  'audio/x-flac': 'audio/flac',
  'audio/m4a': 'audio/mp4',
  'audio/x-m4a': 'audio/mp4',
  'audio/aacp': 'audio/aac',
  'audio/x-aiff': 'audio/aiff'
}

/** `null` for a type that is not taken. */
export function readMediaType(text: string): MediaType | null {
  const name = text.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  return mediaTypes.find(mediaType => mediaType === name) ?? (Object.hasOwn(aliases, name) ? (aliases[name] ?? null) : null)
}

/** What a model must be able to read; the names are those of OpenRouter's `input_modalities`. */
export type FileModality = 'image' | 'file' | 'audio'

/** `null` for text, which every model reads. */
export function modalityOf(mediaType: MediaType): FileModality | null {
  if (mediaType === 'text/plain') return null
  if (mediaType === 'application/pdf') return 'file'
  return mediaType.startsWith('image/') ? 'image' : 'audio'
}

type Signature = [mediaType: MediaType, ...marks: [offset: number, text: string][]]

/** How files of each type begin, in Latin-1. */
const signatures: Signature[] = [
  ['image/png', [0, '\x89PNG\r\n\x1a\n']],
  ['image/jpeg', [0, '\xff\xd8\xff']],
  ['image/gif', [0, 'GIF87a']],
  ['image/gif', [0, 'GIF89a']],
  ['image/webp', [0, 'RIFF'], [8, 'WEBP']],
  ['application/pdf', [0, '%PDF-']],
  ['audio/wav', [0, 'RIFF'], [8, 'WAVE']],
  ['audio/mpeg', [0, 'ID3']],
  ['audio/flac', [0, 'fLaC']],
  ['audio/ogg', [0, 'OggS']],
  ['audio/mp4', [4, 'ftypM4A']],
  ['audio/aiff', [0, 'FORM'], [8, 'AIFF']],
  ['audio/aiff', [0, 'FORM'], [8, 'AIFC']]
]

/** What the bytes are, whatever anybody says; `null` for everything that is not taken. */
export function sniffMediaType(bytes: Uint8Array): MediaType | null {
  const found = signatures.find(([, ...marks]) => marks.every(([offset, text]) => hasText(bytes, offset, text)))
  return found?.[0] ?? bareAudio(bytes) ?? (isText(bytes) ? 'text/plain' : null)
}

function hasText(bytes: Uint8Array, offset: number, text: string): boolean {
  return bytes.length >= offset + text.length && [...text].every((character, index) => bytes[offset + index] === character.charCodeAt(0))
}

/** MPEG frames without a tag: eleven set bits, then version and layer. Layer 0 is AAC's ADTS, layer 1 is MP3's. */
function bareAudio(bytes: Uint8Array): MediaType | null {
  const [first = 0, second = 0, third = 0] = bytes
  if (first !== 0xff || (second & 0xe0) !== 0xe0) return null
  const version = (second >> 3) & 3
  const layer = (second >> 1) & 3
  if (layer === 0) return (second & 0xf0) === 0xf0 ? 'audio/aac' : null
  const isFrame = version !== 1 && third >> 4 !== 15 && ((third >> 2) & 3) !== 3
  return layer === 1 && isFrame ? 'audio/mpeg' : null
}

function isText(bytes: Uint8Array): boolean {
  if (bytes.length === 0 || bytes.some(isForeignToText)) return false
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch (error) {
    if (error instanceof TypeError) return false
    throw error
  }
}

/** NUL and most of what a terminal would obey; a log may be coloured. */
function isForeignToText(byte: number): boolean {
  const isControl = byte < 32 || byte === 127
  return isControl && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13 && byte !== 27
}
