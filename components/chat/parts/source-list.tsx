import type { SourceUrlUIPart } from 'ai'
import { safeUrl } from '../../markdown/safe-url.ts'

/** The pages that an answer cites, each with the host it really leads to. */
export function SourceList({ parts }: { parts: readonly SourceUrlUIPart[] }) {
  return (
    <section aria-label="Sources" className="text-ui">
      <h3 className="text-ink-3 text-note">Sources</h3>
      <ol className="mt-1 flex flex-col gap-1">
        {parts.map((part, index) => {
          const url = safeUrl(part.url)
          const title = part.title || url?.host || 'Blocked link'
          return (
            <li key={part.sourceId} className="flex min-w-0 items-baseline gap-2">
              <span className="column text-ink-3 text-note">{index + 1}</span>
              {url ? (
                <a
                  href={url.href}
                  title={url.href}
                  rel="noopener noreferrer"
                  target="_blank"
                  className="truncate text-accent-ink underline decoration-1 underline-offset-2"
                >
                  {title}
                </a>
              ) : (
                <span className="truncate text-ink-3">{title}</span>
              )}
              {url && title !== url.host && <span className="shrink-0 text-ink-3 text-note">{url.host}</span>}
            </li>
          )
        })}
      </ol>
    </section>
  )
}
