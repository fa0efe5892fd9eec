'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { writeCookie } from '../http/cookie.ts'

/** Tells the server where the browser's midnight is; a page whose address names no zone is drawn again with it. */
export function BrowserZone({ shown, chosen }: { shown: string; chosen: boolean }) {
  const router = useRouter()
  useEffect(() => {
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()
    if (document.cookie.split('; ').includes(`steno-zone=${encodeURIComponent(timeZone)}`)) return
    writeCookie('steno-zone', timeZone)
    if (!chosen && timeZone !== shown) router.refresh()
  }, [router, shown, chosen])
  return null
}
