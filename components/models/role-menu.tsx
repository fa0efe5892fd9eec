'use client'

import ChevronDown from 'lucide-react/icons/chevron-down'
import { useState } from 'react'
import { asApiError } from '../http/request-json.ts'
import { MenuButton } from '../ui/menu-button.tsx'
import { modelRoles, roleNames, useRoles } from './use-roles.ts'

/** Names a model for planning, coding or what must be fast; the same once more takes it back. */
export function RoleMenu({ model }: { model: string }) {
  const { roles, setRole } = useRoles()
  const [error, setError] = useState<string | null>(null)
  return (
    <>
      <MenuButton
        label="Use for"
        className="h-8 justify-center gap-1.5 rounded-sm border border-line-strong bg-raised px-3 font-medium text-ink text-ui hover:bg-surface"
        entries={modelRoles.map(role => {
          const isIts = roles[role]?.model === model
          return {
            label: isIts ? `Not for ${roleNames[role].toLowerCase()}` : roleNames[role],
            onSelect: () => {
              setRole(role, isIts ? null : { model, reasoningEffort: null }).then(
                () => setError(null),
                (failure: unknown) => setError(asApiError(failure).message)
              )
            }
          }
        })}
      >
        Use for
        <ChevronDown className="size-3.5 text-ink-3" />
      </MenuButton>
      {error !== null && (
        <p role="alert" className="text-danger text-note">
          {error}
        </p>
      )}
    </>
  )
}
