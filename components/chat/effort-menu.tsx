'use client'

import Brain from 'lucide-react/icons/brain'
import ChevronDown from 'lucide-react/icons/chevron-down'
import type { ModelSummary } from '@/lib/chat/model-summary.ts'
import type { ReasoningEffort } from '@/lib/chat/turn-request.ts'
import { effortNames, effortsOf } from '../models/efforts.ts'
import { classNames } from '../ui/class-names.ts'
import { MenuButton } from '../ui/menu-button.tsx'

interface EffortMenuProps {
  /** What the menu is called, before the level. */
  label?: string
  /** It is there on a phone too: beside the field there is no room for it, the sheet of the chat's settings has it. */
  named?: boolean
  model: ModelSummary | undefined
  effort: ReasoningEffort | null
  onChange: (effort: ReasoningEffort | null) => void
}

/** How hard the model thinks: only levels that it knows; nothing for a model that does not think. */
export function EffortMenu({ label = 'Reasoning effort', named = false, model, effort, onChange }: EffortMenuProps) {
  const efforts = effortsOf(model)
  if (efforts.length === 0) return null
  return (
    <MenuButton
      label={`${label}: ${effort === null ? 'Default' : effortNames[effort]}`}
      side="top"
      className={classNames('h-8 gap-1.5 px-2 text-ink-2 text-ui hover:bg-hover hover:text-ink', !named && 'max-sm:hidden')}
      entries={[
        { label: 'Model’s default', checked: effort === null, onSelect: () => onChange(null) },
        ...efforts.map(level => ({ label: effortNames[level], checked: level === effort, onSelect: () => onChange(level) }))
      ]}
    >
      <Brain className="text-ink-3" />
      <span>{effort === null ? 'Default' : effortNames[effort]}</span>
      <ChevronDown className="size-3.5 text-ink-3" />
    </MenuButton>
  )
}
