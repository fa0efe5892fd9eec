'use client'

import ChevronLeft from 'lucide-react/icons/chevron-left'
import ChevronRight from 'lucide-react/icons/chevron-right'
import { IconButton } from '../ui/button.tsx'
import type { Siblings } from './branch-view.ts'
import { useChatActions } from './chat-actions.ts'

/** ‹ 2/3 ›: the alternatives at one place. */
export function SiblingNav({ siblings, what }: { siblings: Siblings; what: 'answer' | 'question' }) {
  const { showBranchOf } = useChatActions()
  const { position, count, previousId, nextId } = siblings
  return (
    <nav aria-label={`Other ${what}s`} className="inline-flex items-center pointer-coarse:gap-3">
      <IconButton label={`Previous ${what}`} disabled={previousId === null} onClick={() => previousId !== null && showBranchOf(previousId)}>
        <ChevronLeft />
      </IconButton>
      <span className="figures text-ink-3 text-ui">
        {position}/{count}
      </span>
      <IconButton label={`Next ${what}`} disabled={nextId === null} onClick={() => nextId !== null && showBranchOf(nextId)}>
        <ChevronRight />
      </IconButton>
    </nav>
  )
}
