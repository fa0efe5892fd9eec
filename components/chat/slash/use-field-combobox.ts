'use client'

import { type RefObject, useEffect } from 'react'

/**
 * While a list is open, the field above which it stands is its combobox: it keeps the focus and names the active option; `null`: there is
 * no list. A text area may not have that role by name; it says all the rest of it.
 */
export function useFieldCombobox(field: RefObject<HTMLTextAreaElement | null>, listId: string, activeId: string | null): void {
  // The field is another component's.
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
