import { type ChangeEvent, type RefObject, useLayoutEffect, useRef } from 'react'
import { useEarlyText } from '../ui/use-early-text.ts'
import type { Draft } from './draft.ts'

/**
 * Joins a draft to the field that it is written in; to be called with every change of the field. What is typed stands there already:
 * only what the draft gets from elsewhere is put into it, so that no key draws anything.
 */
export function useDraftField(
  field: RefObject<HTMLTextAreaElement | null>,
  draft: Draft
): (event: ChangeEvent<HTMLTextAreaElement>) => void {
  const inField = useRef('')
  useEarlyText(field, typed => draft.set(draft.get() + typed))

  // The draft is sent, restored, or taken from the library.
  useLayoutEffect(() => {
    const show = () => {
      const text = draft.get()
      if (!field.current || text === inField.current) return
      field.current.value = text
      inField.current = text
    }
    show()
    return draft.subscribe(show)
  }, [field, draft])
  return ({ target }) => {
    inField.current = target.value
    draft.set(inField.current)
  }
}
