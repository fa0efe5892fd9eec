import type { FileUIPart } from 'ai'

/** Image types that a browser draws without running anything. */
const drawable = /^data:image\/(?:png|jpeg|gif|webp|avif);base64,/i

/** A file of an answer: an image that came with it is drawn, one that lies elsewhere is never loaded. */
export function FilePart({ part }: { part: FileUIPart }) {
  if (!drawable.test(part.url)) {
    return (
      <p className="w-fit rounded-sm border border-line px-3 py-1 text-ink-3 text-ui">File not shown: {part.filename ?? part.mediaType}</p>
    )
  }
  return (
    // biome-ignore lint/performance/noImgElement: a data URL has nothing to optimise, and the optimiser is off
    <img src={part.url} alt={part.filename ?? 'Made by the model'} className="h-auto max-w-full rounded-md border border-line" />
  )
}
