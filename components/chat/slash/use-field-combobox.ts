'use client'

import { type RefObject, useEffect, useRef } from 'react'

interface FieldCombobox {
  listId: string
  /** The option that Enter takes; `null` while there is no list. */
  activeId: string | null
  /** True: the key was the list's, and the field does not hear of it. */
  onKey: (key: string) => boolean
}

/**
 * While a list is open, the field above which it stands is its combobox: it keeps the focus, names the active option, and the
 * list hears its keys first. A text area may not have that role by name; it says all the rest of it.
 */
export function useFieldCombobox(field: RefObject<HTMLTextAreaElement | null>, { listId, activeId, onKey }: FieldCombobox): void {
  const latest = useRef(onKey)
  latest.current = onKey

  // The field is another component's, which listens at React's root: here its keys can be kept from it.
  useEffect(() => {
    const { current } = field
    if (!current) return
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.isComposing || event.keyCode === 229 || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return
      if (!latest.current(event.key)) return
      event.preventDefault()
      event.stopPropagation()
    }
    current.addEventListener('keydown', onKeyDown)
    return () => current.removeEventListener('keydown', onKeyDown)
  }, [field])

  // Only while there is a list to name.
  useEffect(() => {
    const { current } = field
    if (!current || activeId === null) return
    const attributes = {
      'aria-autocomplete': 'list',
      'aria-haspopup': 'listbox',
      'aria-controls': listId,
      'aria-activedescendant': activeId
    }
    for (const [name, value] of Object.entries(attributes)) current.setAttribute(name, value)
    document.getElementById(activeId)?.scrollIntoView({ block: 'nearest' })
    return () => {
      for (const name of Object.keys(attributes)) current.removeAttribute(name)
    }
  }, [field, listId, activeId])
}
