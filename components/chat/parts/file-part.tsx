import type { FileUIPart } from 'ai'
import { attachmentIdOf } from '@/lib/chat/attachment.ts'
import { fileMetadata, formatBytes, problemWords, typeName } from './file-words.ts'

/** A file of a message: an image is drawn, others are a line to open. What Steno has not stored is never loaded. */
export function FilePart({ part }: { part: FileUIPart }) {
  const { problem, width, height, sizeBytes } = fileMetadata(part)
  const name = part.filename ?? typeName(part.mediaType)
  if (problem) return <p className="text-ink-3 text-ui">{problemWords[problem]}</p>
  if (attachmentIdOf(part.url) === null) return <p className="text-ink-3 text-ui">File not shown: {name}</p>
  if (part.mediaType.startsWith('image/')) {
    return (
      // biome-ignore lint/performance/noImgElement: the optimiser is off; width and height reserve the room
      <img
        src={part.url}
        alt={part.filename ?? 'Made by the model'}
        width={width}
        height={height}
        className="h-auto max-w-full rounded-md border border-line"
      />
    )
  }
  return (
    <p className="flex min-w-0 items-baseline gap-2 text-ui">
      <a href={part.url} download={name} title={name} className="hit truncate text-accent-ink underline decoration-1 underline-offset-2">
        {name}
      </a>
      <span className="figures shrink-0 text-ink-3 text-note">
        {typeName(part.mediaType)}
        {sizeBytes !== undefined && `, ${formatBytes(sizeBytes)}`}
      </span>
    </p>
  )
}
