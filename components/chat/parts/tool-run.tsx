'use client'

import type { DynamicToolUIPart } from 'ai'
import ChevronRight from 'lucide-react/icons/chevron-right'
import { useState } from 'react'
import { formatDuration } from '@/lib/cost/format.ts'
import { classNames } from '../../ui/class-names.ts'
import { stenoMetadata } from './steno-metadata.ts'
import { ToolCard } from './tool-card.tsx'
import { toolPhases } from './tool-words.ts'

/** More calls than this fold into one row. */
const foldAbove = 4

/** A run of consecutive calls in one box. */
export function ToolRun({ parts, live }: { parts: readonly DynamicToolUIPart[]; live: boolean }) {
  const [unfolded, setUnfolded] = useState(false)
  const folds = parts.length > foldAbove
  const last = parts.at(-1)
  const running = live && last !== undefined && ['writing', 'running', 'waiting'].includes(toolPhases[last.state])
  const shown = !folds || unfolded ? parts : running && last ? [last] : []
  return (
    <div className="divide-y divide-line overflow-hidden rounded-md border border-line">
      {folds && (
        <button
          type="button"
          aria-expanded={unfolded}
          onClick={() => setUnfolded(!unfolded)}
          className="hit flex h-9.5 w-full items-center gap-2.5 px-3 text-body hover:bg-surface"
        >
          <ChevronRight className={classNames('text-ink-3 transition-transform duration-180', unfolded && 'rotate-90')} />
          <span>Called {parts.length} tools</span>
          <span className="figures ml-auto text-ink-3 text-ui">{formatDuration(totalMs(parts))}</span>
        </button>
      )}
      {shown.map(part => (
        <ToolCard key={part.toolCallId} part={part} live={live} />
      ))}
    </div>
  )
}

/** Time in tools; `null` when none of it was measured. */
function totalMs(parts: readonly DynamicToolUIPart[]): number | null {
  const measured = parts.flatMap(part =>
    'resultProviderMetadata' in part ? (stenoMetadata(part.resultProviderMetadata).durationMs ?? []) : []
  )
  return measured.length === 0 ? null : measured.reduce((sum, durationMs) => sum + durationMs, 0)
}
