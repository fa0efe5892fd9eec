import { safeUrl } from './safe-url.ts'

/** An image never loads by itself: its address would tell the sender's server that it was read. */
export function ImagePlaceholder({ address, description }: { address: string | null; description: string | undefined }) {
  const url = safeUrl(address)
  return (
    <span className="prose-image">
      Image not loaded{description ? `: ${description}` : ''}{' '}
      {url && (
        <a href={url.href} title={url.href} rel="noopener noreferrer" target="_blank">
          open at {url.host}
        </a>
      )}
    </span>
  )
}
