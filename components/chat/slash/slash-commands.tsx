'use client'

import dynamic from 'next/dynamic'
import { type RefObject, useCallback, useRef, useState, useSyncExternalStore } from 'react'
import type { Prompt } from '@/lib/chat/prompt.ts'
import type { Draft } from '../draft.ts'
import { useFieldKeys } from './use-field-keys.ts'

const loadList = () => import('./slash-list.tsx')
const loadForm = () => import('../../prompts/variables-form.tsx')
const SlashList = dynamic(() => loadList().then(module => module.SlashList), { ssr: false })
const VariablesForm = dynamic(() => loadForm().then(module => module.VariablesForm), { ssr: false })

/** To be had before somebody types a slash. */
export const loadSlashCommands = () => Promise.all([loadList(), loadForm()])

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
  /** Whether the list hears the keys, or what was pressed before it did. */
  const list = useRef<'away' | 'ready' | 'enter'>('away')
  if (!isSlash && list.current === 'ready') list.current = 'away'

  // Before the list is there, Enter does not send what may be a command: it takes what the list will offer, or asks.
  useFieldKeys(field, (key, { value }) => {
    if (!value.startsWith('/')) list.current = 'away'
    if (key !== 'Enter' || !value.startsWith('/') || list.current === 'ready') return false
    list.current = 'enter'
    return true
  })
  const onReady = useCallback(() => {
    const isAwaited = list.current === 'enter'
    list.current = 'ready'
    return isAwaited
  }, [])

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
      {isSlash && <SlashList draft={draft} field={field} onReady={onReady} onInsert={insert} onFill={setOpen} />}
      {open && <VariablesForm key={open.id} prompt={open} onFilled={insert} onCancel={cancel} />}
    </>
  )
}
