'use client'

import Brain from 'lucide-react/icons/brain'
import Eye from 'lucide-react/icons/eye'
import Wrench from 'lucide-react/icons/wrench'
import { memo } from 'react'
import type { ModelSummary } from '@/lib/chat/model-summary.ts'
import { formatPrice, formatTokens } from '@/lib/cost/format.ts'
import { classNames } from '../ui/class-names.ts'
import { shortName } from './model-name.ts'
import { isFree } from './search-models.ts'

interface ModelRowProps {
  id: string
  model: ModelSummary
  active: boolean
  selected: boolean
  pinned: boolean
  onChoose: (model: string) => void
  onPoint: (model: string) => void
}

/** One model: name, context, prices per million. Hundreds of these; only what is in view is laid out. */
export const ModelRow = memo(function ModelRow({ id, model, active, selected, pinned, onChoose, onPoint }: ModelRowProps) {
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the search field keeps the focus and points here by aria-activedescendant
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the search field
    <div
      id={id}
      role="option"
      aria-selected={selected}
      onClick={() => onChoose(model.id)}
      onPointerMove={() => onPoint(model.id)}
      className={classNames('lazy-row flex h-10 items-center gap-2 rounded-sm px-2 text-body max-md:h-11', active && 'bg-hover')}
    >
      <span aria-hidden="true" className="w-4 shrink-0 text-ink-3 text-note">
        {pinned ? '★' : selected ? '✓' : ''}
      </span>
      <span className="min-w-0 flex-1 truncate text-ink">
        {shortName(model)}
        {model.expiresAt && <span className="ml-2 text-ink-3 text-note">retires {dayOf(model.expiresAt)}</span>}
      </span>
      <ModelBadges model={model} />
      <span className="column w-14 text-ink-3 text-ui">{formatTokens(model.contextWindow, 'glance')}</span>
      <span className="column w-14 text-ink-2 text-ui max-sm:hidden">{formatPrice(model.inputPrice)}</span>
      <span className="column w-14 text-ink-2 text-ui">{formatPrice(model.outputPrice)}</span>
    </div>
  )
})

/** What it can do besides text. */
function ModelBadges({ model }: { model: ModelSummary }) {
  return (
    <span className="flex shrink-0 items-center gap-1.5 text-ink-3 max-sm:hidden">
      {isFree(model) && <span className="text-note text-success">free</span>}
      {model.inputModalities.includes('image') && <Eye role="img" aria-label="sees images" className="size-3.5" />}
      {model.supportsTools && <Wrench role="img" aria-label="calls tools" className="size-3.5" />}
      {model.supportsReasoning && <Brain role="img" aria-label="reasons" className="size-3.5" />}
    </span>
  )
}

function dayOf(iso: string): string {
  return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' }).format(new Date(iso))
}
