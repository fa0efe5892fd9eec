'use client'

import { type RefObject, useLayoutEffect, useRef } from 'react'

/** What was typed before the page came to life: the first render after it would empty the field. `take` gets it once. */
export function useEarlyText(field: RefObject<HTMLTextAreaElement | null>, take: (text: string) => void): void {
  const asked = useRef(false)

  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the page comes to life
  useLayoutEffect(() => {
    // React may run what is done at the beginning again, and the field then holds what was put there.
    if (asked.current) return
    asked.current = true
    const typed = field.current?.value ?? ''
    if (typed !== '' && typed !== field.current?.defaultValue) take(typed)
  }, [])
}
