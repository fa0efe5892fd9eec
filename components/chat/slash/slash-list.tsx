'use client'

import { useRouter } from 'next/navigation'
import { type RefObject, useEffect, useId, useRef, useState, useSyncExternalStore } from 'react'
import { type Prompt, variablesOf } from '@/lib/chat/prompt.ts'
import { shortcutAction } from '../../conversations/use-shortcuts.ts'
import { readPrompts } from '../../prompts/prompt-requests.ts'
import { type Command, commandsOfPage, matchingCommands } from '../../search/commands.ts'
import { nextOption } from '../../search/next-option.ts'
import { OptionGroup } from '../../search/option-group.tsx'
import { OptionRow } from '../../search/option-row.tsx'
import type { Draft } from '../draft.ts'
import { useFieldCombobox } from './use-field-combobox.ts'
import { useFieldKeys } from './use-field-keys.ts'

interface SlashListProps {
  draft: Draft
  field: RefObject<HTMLTextAreaElement | null>
  /** The list hears the keys from now on; true when Enter came before. */
  onReady: () => boolean
  /** Puts a text into the field, which is empty by then. */
  onInsert: (text: string) => void
  /** Asks for what a prompt leaves open. */
  onFill: (prompt: Prompt) => void
}

type Option = { key: string; name: string } & ({ prompt: Prompt } | { command: Command })

/** What the words behind the slash name. The focus stays in the field; where nothing is named, the text is a question like any other. */
export function SlashList({ draft, field, onReady, onInsert, onFill }: SlashListProps) {
  const router = useRouter()
  const text = useSyncExternalStore(draft.subscribe, draft.get, () => '')
  const [prompts, setPrompts] = useState<readonly Prompt[] | null>(null)
  const [failed, setFailed] = useState(false)
  const [dismissed, setDismissed] = useState(false)
  const [activeKey, setActiveKey] = useState<string | null>(null)
  const [commands] = useState(() => commandsOfPage({ goTo: address => router.push(address), showShortcuts: () => shortcutAction('/')?.() }))
  const listId = useId()

  // The library is the server's. Without it there are still the commands.
  useEffect(() => {
    readPrompts().then(setPrompts, () => {
      setFailed(true)
      setPrompts([])
    })
  }, [])

  const words = text.slice(1)
  const named = matchingCommands(prompts ?? [], words).map((prompt): Option => ({ key: prompt.id, name: prompt.name, prompt }))
  const done = matchingCommands(commands, words).map((command): Option => ({ key: `do ${command.name}`, name: command.name, command }))
  const options = [...named, ...done]
  const isOpen = prompts !== null && !dismissed && !words.includes('\n') && options.length > 0
  const active = isOpen ? (options.find(({ key }) => key === activeKey) ?? options[0]) : undefined
  const idOf = (option: Option) => `${listId}-${options.indexOf(option)}`

  const choose = (option: Option) => {
    draft.set('')
    if ('command' in option) option.command.run()
    else if (variablesOf(option.prompt.text).length > 0) onFill(option.prompt)
    else onInsert(option.prompt.text)
  }
  const takeActive = () => (active ? choose(active) : field.current?.form?.requestSubmit())
  const latest = useRef(takeActive)
  latest.current = takeActive

  // What Enter takes is known now.
  useEffect(() => {
    if (prompts !== null && onReady()) latest.current()
  }, [prompts, onReady])

  useFieldCombobox(field, listId, active ? idOf(active) : null)
  useFieldKeys(field, key => {
    if (!active) return false
    const next = nextOption(key, options, active)
    if (next) setActiveKey(next.key)
    else if (key === 'Enter' || key === 'Tab') choose(active)
    else if (key === 'Escape') setDismissed(true)
    else return false
    return true
  })
  if (!isOpen) return null
  const rows = (group: readonly Option[]) =>
    group.map(option => (
      <OptionRow
        key={option.key}
        id={idOf(option)}
        active={option === active}
        onChoose={() => choose(option)}
        onPoint={() => setActiveKey(option.key)}
      >
        <span className="max-w-full shrink-0 truncate">{option.name}</span>
        {'prompt' in option ? (
          <span className="min-w-0 flex-1 truncate text-ink-3 text-note">{option.prompt.text.slice(0, 200)}</span>
        ) : (
          option.command.keys && (
            <kbd className="figures ml-auto shrink-0 text-ink-3 text-note pointer-coarse:hidden">{option.command.keys}</kbd>
          )
        )}
      </OptionRow>
    ))
  return (
    <div className="absolute inset-x-0 bottom-full z-30 mb-2 max-h-[min(20rem,50dvh)] overflow-y-auto rounded-md border border-line bg-raised p-1.5 shadow-float">
      {/* A press would take the focus from the field. */}
      <div role="listbox" id={listId} aria-label="Prompts and actions" tabIndex={-1} onPointerDown={event => event.preventDefault()}>
        {named.length > 0 && <OptionGroup label="Prompts">{rows(named)}</OptionGroup>}
        {done.length > 0 && <OptionGroup label="Actions">{rows(done)}</OptionGroup>}
      </div>
      <p role="status" className={failed ? 'px-2 py-1 text-ink-3 text-note' : 'sr-only'}>
        {failed ? 'The prompts could not be read.' : options.length === 1 ? 'One to choose from' : `${options.length} to choose from`}
      </p>
    </div>
  )
}
