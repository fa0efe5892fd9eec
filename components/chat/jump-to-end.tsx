'use client'

import ArrowDown from 'lucide-react/icons/arrow-down'

/** The way back to the end, above the composer. */
export function JumpToEnd({ unread, onClick }: { unread: boolean; onClick: () => void }) {
  return (
    <div className="pointer-events-none absolute inset-x-0 bottom-full mb-2 flex justify-center">
      <button
        type="button"
        aria-label={unread ? 'Go to the end, new text' : 'Go to the end'}
        onClick={onClick}
        className="hit pointer-events-auto flex h-9 min-w-9 items-center justify-center gap-1.5 rounded-full border border-line bg-raised px-2.5 text-ink-2 text-ui shadow-float hover:text-ink"
      >
        <ArrowDown />
        {unread && <span className="pr-1">New</span>}
      </button>
    </div>
  )
}
