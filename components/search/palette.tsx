'use client'

import Search from 'lucide-react/icons/search'
import { useRouter } from 'next/navigation'
import { type ComponentProps, type KeyboardEvent, type ReactNode, useEffect, useId, useState } from 'react'
import type { SearchGroup, SearchHit } from '@/lib/chat/search.ts'
import { useShell } from '../conversations/shell-context.ts'
import { ModalDialog } from '../ui/modal-dialog.tsx'
import { type Command, commandsOfPage, matchingCommands } from './commands.ts'
import { nextOption } from './next-option.ts'
import { OptionGroup } from './option-group.tsx'
import { OptionRow } from './option-row.tsx'
import { Snippet } from './snippet.tsx'
import { useSearch } from './use-search.ts'

interface PaletteProps {
  onClose: () => void
  onShowShortcuts: () => void
}

interface Option {
  key: string
  run: () => void
}

/** What nobody has typed for: the first few. */
const recentCount = 5

/** One field for what the page can do and what was ever written: actions, conversations, passages; by keyboard alone. */
export function Palette({ onClose, onShowShortcuts }: PaletteProps) {
  const router = useRouter()
  const { list } = useShell()
  const [text, setText] = useState('')
  const [activeKey, setActiveKey] = useState<string | null>(null)
  const listId = useId()
  const goTo = (address: string) => router.push(address)
  const [commands] = useState(() => commandsOfPage({ goTo, showShortcuts: onShowShortcuts }))
  const search = useSearch(text)
  const isEmpty = text.trim() === ''
  const actions = matchingCommands(commands, text)
  const recent = isEmpty ? list.getState().conversations.slice(0, recentCount) : []

  const rows = {
    actions: actions.map(command => ({ key: `do ${command.name}`, command, run: command.run })),
    recent: recent.map(({ id, title }) => ({ key: `open ${id}`, title, run: () => goTo(`/c/${id}`) })),
    found: search.groups.map(group => ({
      group,
      hits: group.hits.map((hit, index) => ({
        key: `found ${group.conversationId} ${index}`,
        hit,
        run: () => goTo(addressOf(group, hit, search.query))
      }))
    })),
    more: search.nextCursor === null ? [] : [{ key: 'more', run: search.more }]
  }
  const found = rows.found.flatMap(({ hits }) => hits)
  // With words the passages come first: most who type search.
  const options: Option[] = isEmpty ? [...rows.actions, ...rows.recent] : [...found, ...rows.more, ...rows.actions]
  const active = options.find(option => option.key === activeKey) ?? options[0]
  const choose = (option: Option | undefined) => {
    if (!option) return
    if (option.key !== 'more') onClose()
    option.run()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return
    const next = nextOption(event.key, options, active)
    if (next) {
      event.preventDefault()
      setActiveKey(next.key)
    }
    if (event.key === 'Enter') {
      event.preventDefault()
      choose(active)
    }
  }
  const idOf = (option: Option) => `${listId}-${options.indexOf(option)}`
  const rowProps = (option: Option) => ({
    id: idOf(option),
    active: option.key === active?.key,
    onChoose: () => choose(option),
    onPoint: () => setActiveKey(option.key)
  })
  const actionRows = rows.actions.length > 0 && (
    <OptionGroup label="Actions">
      {rows.actions.map(option => (
        <ActionRow key={option.key} command={option.command} {...rowProps(option)} />
      ))}
    </OptionGroup>
  )
  return (
    <ModalDialog label="Search and actions" onClose={onClose}>
      <div className="flex h-12 shrink-0 items-center gap-3 border-line border-b px-4">
        <Search className="text-ink-3" />
        <input
          role="combobox"
          aria-label="Search or choose an action"
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={active ? idOf(active) : undefined}
          autoComplete="off"
          spellCheck={false}
          maxLength={400}
          // biome-ignore lint/a11y/noAutofocus: the palette opens to type
          autoFocus
          placeholder="Search everything, or choose an action"
          value={text}
          onChange={event => {
            setText(event.target.value)
            setActiveKey(null)
          }}
          onKeyDown={onKeyDown}
          className="h-full min-w-0 flex-1 bg-transparent text-ink text-read outline-none placeholder:text-ink-3"
        />
      </div>
      <OptionList id={listId} activeId={active ? idOf(active) : null}>
        {isEmpty && actionRows}
        {rows.recent.length > 0 && (
          <OptionGroup label="Conversations">
            {rows.recent.map(option => (
              <OptionRow key={option.key} {...rowProps(option)}>
                <span className="truncate">{option.title || 'Untitled'}</span>
              </OptionRow>
            ))}
          </OptionGroup>
        )}
        {rows.found.map(({ group, hits }) => (
          <OptionGroup key={group.conversationId} label={group.title || 'Untitled'} note={noteOf(group)}>
            {hits.map(option => (
              <OptionRow key={option.key} {...rowProps(option)}>
                <Snippet hit={option.hit} />
              </OptionRow>
            ))}
          </OptionGroup>
        ))}
        {rows.more.map(option => (
          <OptionRow key={option.key} {...rowProps(option)}>
            <span className="text-ink-2">Show older ones</span>
          </OptionRow>
        ))}
        {!isEmpty && actionRows}
      </OptionList>
      <p role="status" className="-mt-px flex min-h-8 shrink-0 items-center border-line border-t px-4 py-1 text-ink-3 text-note">
        {statusOf(search, isEmpty, found.length)}
      </p>
    </ModalDialog>
  )
}

interface OptionListProps {
  id: string
  activeId: string | null
  children: ReactNode
}

function OptionList({ id, activeId, children }: OptionListProps) {
  // The arrows may lead to a row that is not in view.
  useEffect(() => {
    if (activeId !== null) document.getElementById(activeId)?.scrollIntoView({ block: 'nearest' })
  }, [activeId])

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <div tabIndex={0} className="min-h-0 flex-1 overflow-y-auto p-1.5 -outline-offset-2 has-[[role=listbox]:empty]:hidden">
      <div role="listbox" id={id} aria-label="Actions and passages">
        {children}
      </div>
    </div>
  )
}

function ActionRow({ command, ...row }: { command: Command } & Omit<ComponentProps<typeof OptionRow>, 'children'>) {
  return (
    <OptionRow {...row}>
      <span className="min-w-0 flex-1 truncate">{command.name}</span>
      {command.keys && <kbd className="figures shrink-0 text-ink-3 text-note pointer-coarse:hidden">{command.keys}</kbd>}
    </OptionRow>
  )
}

function addressOf(group: SearchGroup, hit: SearchHit, query: string): string {
  if (group.kind === 'compare') return `/compare/${group.conversationId}`
  if (hit.messageId === null) return `/c/${group.conversationId}`
  return `/c/${group.conversationId}?${new URLSearchParams({ message: hit.messageId, find: query, in: hit.kind })}`
}

function noteOf({ kind, more }: SearchGroup): string {
  return [...(kind === 'compare' ? ['Comparison'] : []), ...(more > 0 ? [`${more} more`] : [])].join(' · ')
}

function statusOf({ query, state, nextCursor }: ReturnType<typeof useSearch>, isEmpty: boolean, count: number): string {
  if (isEmpty) return 'Titles, questions, answers, thoughts and tool results are searched.'
  if (state === 'failed') return 'Steno cannot be reached.'
  if (state === 'searching') return 'Searching'
  if (count === 0 && nextCursor === null) return `No entry says “${query}”. Thoughts and tool results were searched too.`
  return count === 1 ? 'One passage' : `${count} passages${nextCursor === null ? '' : ', and older ones'}`
}
