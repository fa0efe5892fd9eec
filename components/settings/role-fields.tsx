'use client'

import X from 'lucide-react/icons/x'
import { useState } from 'react'
import type { ModelRole, RoleChoice } from '@/lib/chat/settings.ts'
import { EffortMenu } from '../chat/effort-menu.tsx'
import { useShell } from '../conversations/shell-context.ts'
import { asApiError } from '../http/request-json.ts'
import { defaultModel } from '../models/default-model.ts'
import { ModelButton } from '../models/model-button.tsx'
import { findModel } from '../models/model-name.ts'
import { modelRoles, roleNames, useRoles } from '../models/use-roles.ts'
import { Button, IconButton } from '../ui/button.tsx'

/** A model, and how hard it thinks, for each of the things that models are taken for. */
export function RoleFields() {
  const { catalogue, settings } = useShell()
  const { roles, setRole } = useRoles()
  const [picking, setPicking] = useState<ModelRole | null>(null)
  const [error, setError] = useState<string | null>(null)
  const put = (role: ModelRole, choice: RoleChoice | null) => {
    setRole(role, choice).then(
      () => setError(null),
      (failure: unknown) => setError(asApiError(failure).message)
    )
  }
  return (
    <>
      <ul className="border-line border-t">
        {modelRoles.map(role => {
          const choice = roles[role]
          const name = roleNames[role]
          return (
            <li key={role} aria-label={name} className="flex min-h-12 items-center gap-2 border-line border-b">
              <span className="w-20 shrink-0 text-body text-ink-2">{name}</span>
              {choice ? (
                <>
                  <ModelButton
                    label={name}
                    model={choice.model}
                    open={picking === role}
                    onOpenChange={open => setPicking(open ? role : null)}
                    onChoose={model => put(role, { model, reasoningEffort: null })}
                  />
                  <EffortMenu
                    named
                    label={`${name}, effort`}
                    model={findModel(catalogue, choice.model)}
                    effort={choice.reasoningEffort ?? null}
                    onChange={reasoningEffort => put(role, { model: choice.model, reasoningEffort })}
                  />
                  <IconButton label={`No model for ${name.toLowerCase()}`} className="ml-auto" onClick={() => put(role, null)}>
                    <X />
                  </IconButton>
                </>
              ) : (
                <Button
                  aria-label={`Choose a model for ${name.toLowerCase()}`}
                  onClick={() => {
                    put(role, { model: defaultModel(catalogue, settings.settings, []), reasoningEffort: null })
                    setPicking(role)
                  }}
                >
                  Choose a model
                </Button>
              )}
            </li>
          )
        })}
      </ul>
      {error !== null && (
        <p role="alert" className="mt-2 text-danger text-ui">
          {error}
        </p>
      )}
    </>
  )
}
