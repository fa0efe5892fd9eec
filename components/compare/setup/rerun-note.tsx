'use client'

import X from 'lucide-react/icons/x'
import { IconButton } from '../../ui/button.tsx'
import type { Setup } from './setup-store.ts'

/** Says that the next run will stand under an earlier one. */
export function RerunNote({ rerunOf, onForget }: { rerunOf: Setup['rerunOf']; onForget: () => void }) {
  return (
    <div role="status">
      {rerunOf && (
        <p className="mb-2 flex items-center gap-2 text-body text-ink-2">
          <span className="min-w-0 truncate">
            Rerun of <span className="font-medium text-ink">{rerunOf.title || 'Untitled'}</span>
          </span>
          <IconButton label="Make it a comparison of its own" onClick={onForget}>
            <X className="size-3.5" />
          </IconButton>
        </p>
      )}
    </div>
  )
}
