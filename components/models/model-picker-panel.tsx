'use client'

import Search from 'lucide-react/icons/search'
import { type KeyboardEvent, useDeferredValue, useEffect, useId, useMemo, useState } from 'react'
import type { ModelCatalogue, ModelSummary } from '@/lib/chat/model-summary.ts'
import type { ReasoningEffort } from '@/lib/chat/turn-request.ts'
import { ModelDetail } from './model-detail.tsx'
import { ModelFilters } from './model-filters.tsx'
import { useModelMemory } from './model-memory.ts'
import { isRetired } from './model-name.ts'
import { ModelRow } from './model-row.tsx'
import { RoleChips } from './role-chips.tsx'
import { groupModels, noFilter } from './search-models.ts'

interface ModelPickerPanelProps {
  catalogue: ModelCatalogue
  model: string
  /** With an effort when it was chosen for what it is there for. */
  onChoose: (model: string, effort?: ReasoningEffort | null) => void
}

/** What was searched last: the picker keeps it while the page lives. */
let lastQuery = ''
let lastFilter = noFilter

/** Search, list and detail: everything by keyboard from the search field. */
export function ModelPickerPanel({ catalogue, model, onChoose }: ModelPickerPanelProps) {
  const [query, setQuery] = useState(lastQuery)
  const memory = useModelMemory()
  const searched = useDeferredValue(query)
  const [filter, setFilter] = useState(lastFilter)
  const groups = useMemo(
    () => groupModels(catalogue.models, searched, { ...memory, chosen: model }, filter),
    [catalogue, searched, memory, model, filter]
  )
  const rows = useMemo(() => groups.flatMap(group => group.models), [groups])
  const [chosenId, setChosenId] = useState<string | null>(model)
  const active = rows.find(row => row.id === chosenId) ?? rows[0]
  const listId = useId()

  const search = (text: string) => {
    lastQuery = text
    setQuery(text)
    setChosenId(text === '' ? model : null)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const next = nextRow(event.key, rows, active)
    if (next) {
      event.preventDefault()
      setChosenId(next.id)
    }
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault()
      // The list may not have caught up with what was typed.
      const found = searched === query ? active : groupModels(catalogue.models, query, { ...memory, chosen: model }, filter)[0]?.models[0]
      if (found) onChoose(found.id)
    }
  }
  return (
    <div className="flex min-h-0 flex-1 flex-col md:h-full">
      <div className="flex h-12 shrink-0 items-center gap-3 border-line border-b px-4">
        <Search className="text-ink-3" />
        <input
          role="combobox"
          aria-label="Search models"
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={active ? `${listId}-${active.id}` : undefined}
          autoComplete="off"
          spellCheck={false}
          // biome-ignore lint/a11y/noAutofocus: the picker opens to search
          autoFocus
          placeholder="Search models"
          value={query}
          onChange={event => search(event.target.value)}
          onFocus={event => event.currentTarget.select()}
          onKeyDown={onKeyDown}
          className="h-full min-w-0 flex-1 bg-transparent text-ink text-read outline-none placeholder:text-ink-3"
        />
        <span className="figures shrink-0 text-ink-3 text-ui">
          {rows.length} of {catalogue.models.length}
        </span>
      </div>
      <ModelFilters
        filter={filter}
        onChange={next => {
          lastFilter = next
          setFilter(next)
        }}
      />
      <RoleChips onChoose={onChoose} />
      <div className="flex min-h-0 flex-1 max-md:flex-col">
        <ModelList
          id={listId}
          groups={groups}
          active={active}
          model={model}
          pinned={memory.pinned}
          onChoose={onChoose}
          onPoint={setChosenId}
        />
        {active && <ModelDetail model={active} pinned={memory.pinned.includes(active.id)} retired={isRetired(catalogue, active.id)} />}
      </div>
      {catalogue.stale && (
        <p className="shrink-0 border-line border-t px-4 py-2 text-note text-warning">
          {catalogue.fetchedAt
            ? `Prices from ${dayOf(catalogue.fetchedAt)}, OpenRouter is unreachable`
            : 'OpenRouter is unreachable and no list is stored yet'}
        </p>
      )}
    </div>
  )
}

interface ModelListProps {
  id: string
  groups: ReturnType<typeof groupModels>
  active: ModelSummary | undefined
  model: string
  pinned: readonly string[]
  onChoose: (model: string) => void
  onPoint: (model: string) => void
}

function ModelList({ id, groups, active, model, pinned, onChoose, onPoint }: ModelListProps) {
  // The arrows may lead to a row that is not in view.
  useEffect(() => {
    if (active) document.getElementById(`${id}-${active.id}`)?.scrollIntoView({ block: 'nearest' })
  }, [active, id])

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <div tabIndex={0} className="min-h-0 min-w-0 flex-1 overflow-y-auto p-1.5">
      <div aria-hidden="true" className="flex h-7 items-center gap-2 px-2 text-ink-3 text-note">
        <span className="flex-1" />
        <span className="w-14 text-right">context</span>
        <span className="w-14 text-right max-sm:hidden">in / 1M</span>
        <span className="w-14 text-right">out / 1M</span>
      </div>
      {groups.length === 0 && <p className="px-2 py-4 text-ink-3 text-ui">No model is called that, or passes the filters.</p>}
      <div role="listbox" id={id} aria-label="Models">
        {groups.map(group => (
          // biome-ignore lint/a11y/useSemanticElements: a listbox groups its options by role
          <div key={group.label} role="group" aria-label={group.label}>
            <p aria-hidden="true" className="flex h-8 items-end px-2 pb-1 text-ink-3 text-note">
              {group.label}
            </p>
            {group.models.map(row => (
              <ModelRow
                key={row.id}
                id={`${id}-${row.id}`}
                model={row}
                active={row === active}
                selected={row.id === model}
                pinned={pinned.includes(row.id)}
                onChoose={onChoose}
                onPoint={onPoint}
              />
            ))}
          </div>
        ))}
      </div>
    </div>
  )
}

function nextRow(key: string, rows: readonly ModelSummary[], active: ModelSummary | undefined): ModelSummary | undefined {
  const at = active ? rows.indexOf(active) : -1
  switch (key) {
    case 'ArrowDown':
      return rows[Math.min(at + 1, rows.length - 1)]
    case 'ArrowUp':
      return rows[Math.max(at - 1, 0)]
    case 'PageDown':
      return rows[Math.min(at + 8, rows.length - 1)]
    case 'PageUp':
      return rows[Math.max(at - 8, 0)]
    default:
      return undefined
  }
}

function dayOf(iso: string): string {
  return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' }).format(new Date(iso))
}
