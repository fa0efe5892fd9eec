'use client'

import dynamic from 'next/dynamic'
import { type RefObject, useState, useSyncExternalStore } from 'react'
import type { Prompt } from '@/lib/chat/prompt.ts'
import type { Draft } from '../draft.ts'

const loadList = () => import('./slash-list.tsx')
const SlashList = dynamic(() => loadList().then(module => module.SlashList), { ssr: false })
const VariablesForm = dynamic(() => import('../../prompts/variables-form.tsx').then(module => module.VariablesForm), { ssr: false })

/** To be had before somebody types a slash: Enter must not send it meanwhile. */
export const loadSlashCommands = loadList

interface SlashCommandsProps {
  draft: Draft
  field: RefObject<HTMLTextAreaElement | null>
}

/** `/` at the beginning of the field: what the page can do, and the prompts of the library. */
export function SlashCommands({ draft, field }: SlashCommandsProps) {
  const isSlash = useSyncExternalStore(
    draft.subscribe,
    () => draft.get().startsWith('/'),
    () => false
  )
  const [open, setOpen] = useState<Prompt | null>(null)

  const insert = (text: string) => {
    setOpen(null)
    draft.set([draft.get(), text].filter(written => written !== '').join('\n'))
    const { current } = field
    if (!current) return
    current.focus()
    // The field shows the text with the next drawing.
    requestAnimationFrame(() => current.setSelectionRange(current.value.length, current.value.length))
  }
  const cancel = () => {
    setOpen(null)
    field.current?.focus()
  }
  return (
    <>
      {isSlash && <SlashList draft={draft} field={field} onInsert={insert} onFill={setOpen} />}
      {open && <VariablesForm key={open.id} prompt={open} onFilled={insert} onCancel={cancel} />}
    </>
  )
}
