import type { SearchHit, SearchKind } from '@/lib/chat/search.ts'

const kindNames: Record<SearchKind, string> = { title: 'Title', question: 'Question', answer: 'Answer', thought: 'Thought', tool: 'Tool' }
const kindColours: Record<SearchKind, string> = {
  title: 'text-ink-3',
  question: 'text-ink-3',
  answer: 'text-ink-3',
  thought: 'text-thought',
  tool: 'text-tool'
}

/** What stands there and in what, with the words that were searched for marked. */
export function Snippet({ hit }: { hit: SearchHit }) {
  return (
    <span className="flex min-w-0 items-baseline gap-3">
      <span className={`w-16 shrink-0 text-note ${kindColours[hit.kind]}`}>{kindNames[hit.kind]}</span>
      <span className="line-clamp-2 min-w-0 text-ink-2 wrap-anywhere">
        {hit.snippet.map((piece, index) =>
          piece.mark ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: a snippet never changes
            <mark key={index} className="rounded-xs bg-accent-wash font-medium text-accent-ink">
              {piece.text}
            </mark>
          ) : (
            piece.text
          )
        )}
      </span>
    </span>
  )
}
