import { safeUrl } from './safe-url.ts'

interface ImagePlaceholderProps {
  address: string | null
  description: string | undefined
  /** A link holds no other link. */
  inLink: boolean
}

/** An image never loads by itself: its address would tell the sender's server that it was read. */
export function ImagePlaceholder({ address, description, inLink }: ImagePlaceholderProps) {
  const url = safeUrl(address)
  return (
    <span className="prose-image">
      Image not loaded{description ? `: ${description}` : ''}{' '}
      {url && !inLink && (
        <a href={url.href} title={url.href} rel="noopener noreferrer" target="_blank">
          open at {url.host}
        </a>
      )}
    </span>
  )
}
