'use client'

import type { ModelRole, RoleChoice, SettingsView } from '@/lib/chat/settings.ts'
import { useShell } from '../conversations/shell-context.ts'
import { requestJson } from '../http/request-json.ts'

export const roleNames: Record<ModelRole, string> = { planning: 'Planning', coding: 'Coding', fast: 'Fast' }
export const modelRoles = Object.keys(roleNames) as ModelRole[]

/** What models are there for, and how that is changed; `setRole` rejects with an `ApiError`. */
export function useRoles() {
  const { settings, changeSettings } = useShell()
  const setRole = async (role: ModelRole, choice: RoleChoice | null): Promise<void> => {
    const next = await requestJson<SettingsView>('/api/settings', 'PATCH', { roles: { [role]: choice } })
    // The answer to PATCH does not repeat the limit that was read with the key.
    changeSettings({ ...next, key: { ...settings.key, ...next.key } })
  }
  return { roles: settings.settings.roles ?? {}, setRole }
}
