'use client'

import { useEffect, useRef } from 'react'
import type { SettingsView } from '@/lib/chat/settings.ts'
import { useShell } from '../conversations/shell-context.ts'
import { requestJson } from '../http/request-json.ts'

/** Tells Steno whose midnight ends a day, when it does not know or knows another one. */
export function ReportTimeZone() {
  const { settings, changeSettings } = useShell()
  const told = useRef(false)
  const known = settings.settings.timeZone
  useEffect(() => {
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()
    if (told.current || !timeZone || timeZone === known || (known === undefined && timeZone === 'UTC')) return
    told.current = true
    requestJson<SettingsView>('/api/settings', 'PATCH', { timeZone }).then(
      next => changeSettings({ ...next, key: { ...settings.key, ...next.key } }),
      // A day ends elsewhere then; the next page tells it again.
      () => undefined
    )
  }, [known, settings, changeSettings])
  return null
}
