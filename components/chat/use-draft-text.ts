import { startTransition, useEffect, useState } from 'react'
import type { Draft } from './draft.ts'

/** What stands in the field, for what follows from it, such as a price: of a long text that takes a while, and no key waits for it. */
export function useDraftText(draft: Draft): string {
  const [text, setText] = useState('')

  // It is written elsewhere.
  useEffect(() => {
    const take = () => startTransition(() => setText(draft.get()))
    take()
    return draft.subscribe(take)
  }, [draft])
  return text
}
