import type { FileUIPart } from 'ai'
import type { FilePartMetadata, FileProblem } from '@/lib/chat/attachment.ts'

/** What the server has written beside a file. */
export function fileMetadata(part: FileUIPart): FilePartMetadata {
  return part.providerMetadata?.steno ?? {}
}

/** An image that the model sent and that is not there. */
export const problemWords: Record<FileProblem, string> = {
  damaged: 'The model sent an image that is damaged. It is not kept.',
  too_large: 'The model sent an image that is too large. It is not kept.',
  remote: 'The model named an image on another server. Steno does not fetch it.'
}

const typeWords: Record<string, string> = { 'application/pdf': 'PDF', 'audio/mpeg': 'MP3', 'audio/mp4': 'M4A', 'text/plain': 'text' }

/** "PDF", "WAV": short, for a line with the name. */
export function typeName(mediaType: string): string {
  return typeWords[mediaType] ?? mediaType.slice(mediaType.indexOf('/') + 1).toUpperCase()
}

/** "70 B", "12 KB", "1.4 MB". */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes}\u202FB`
  if (bytes < 999_500) return `${Math.round(bytes / 1000)}\u202FKB`
  return `${(bytes / 1_000_000).toFixed(1)}\u202FMB`
}
