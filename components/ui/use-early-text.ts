'use client'

import { type RefObject, useLayoutEffect } from 'react'

/** What was typed before the page came to life: the first render after it would empty the field. `take` gets it once. */
export function useEarlyText(field: RefObject<HTMLTextAreaElement | null>, take: (text: string) => void): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the page comes to life
  useLayoutEffect(() => {
    const typed = field.current?.value ?? ''
    if (typed !== '' && typed !== field.current?.defaultValue) take(typed)
  }, [])
}
