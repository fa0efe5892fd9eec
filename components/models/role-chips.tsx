'use client'

import type { ReasoningEffort } from '@/lib/chat/turn-request.ts'
import { useShell } from '../conversations/shell-context.ts'
import { effortNames } from './efforts.ts'
import { modelName } from './model-name.ts'
import { modelRoles, roleNames, useRoles } from './use-roles.ts'

interface RoleChipsProps {
  onChoose: (model: string, effort: ReasoningEffort | null) => void
}

/** The models that somebody has named for something: one press chooses model and effort. */
export function RoleChips({ onChoose }: RoleChipsProps) {
  const { catalogue } = useShell()
  const { roles } = useRoles()
  const named = modelRoles.flatMap(role => {
    const choice = roles[role]
    return choice ? [{ role, ...choice }] : []
  })
  if (named.length === 0) return null
  return (
    <fieldset className="flex shrink-0 flex-wrap gap-1.5 border-line border-b px-4 py-2 pointer-coarse:gap-2">
      <legend className="sr-only">Model roles</legend>
      {named.map(({ role, model, reasoningEffort }) => (
        <button
          key={role}
          type="button"
          onClick={() => onChoose(model, reasoningEffort ?? null)}
          className="hit h-7 pointer-coarse:h-11 min-w-0 max-w-full truncate rounded-xs border border-line-strong bg-raised px-2 text-ink-2 text-ui transition-colors duration-120 hover:bg-hover"
        >
          <span className="font-medium text-ink">{roleNames[role]}</span> {modelName(catalogue, model)}
          {reasoningEffort && ` · ${effortNames[reasoningEffort]}`}
        </button>
      ))}
    </fieldset>
  )
}
