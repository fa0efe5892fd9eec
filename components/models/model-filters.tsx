'use client'

import type { ReactNode } from 'react'
import { classNames } from '../ui/class-names.ts'
import type { ModelFilter } from './search-models.ts'

const chips = [
  { key: 'free', label: 'Free' },
  { key: 'vision', label: 'Images' },
  { key: 'tools', label: 'Tools' },
  { key: 'reasoning', label: 'Reasoning' }
] as const

const contexts = [0, 32_000, 128_000, 200_000, 1_000_000] as const
/** Dollars per million tokens of answer. */
const prices = [1, 5, 15, 30] as const

interface ModelFiltersProps {
  filter: ModelFilter
  onChange: (filter: ModelFilter) => void
}

/** What a model must be to be listed: several at once. */
export function ModelFilters({ filter, onChange }: ModelFiltersProps) {
  return (
    <fieldset className="flex shrink-0 flex-wrap items-center gap-1.5 border-line border-b px-4 py-2">
      <legend className="sr-only">Filters</legend>
      {chips.map(({ key, label }) => (
        <button
          key={key}
          type="button"
          aria-pressed={filter[key]}
          onClick={() => onChange({ ...filter, [key]: !filter[key] })}
          className={chip(filter[key])}
        >
          {label}
        </button>
      ))}
      <FilterSelect
        label="Least context"
        value={filter.minContext.toString()}
        on={filter.minContext > 0}
        onChange={value => onChange({ ...filter, minContext: Number(value) })}
      >
        {contexts.map(tokens => (
          <option key={tokens} value={tokens}>
            {tokens === 0 ? 'Any context' : `≥ ${tokens >= 1_000_000 ? '1M' : `${tokens / 1000}k`}`}
          </option>
        ))}
      </FilterSelect>
      <FilterSelect
        label="Highest price out"
        value={filter.maxPrice?.toString() ?? ''}
        on={filter.maxPrice !== null}
        onChange={value => onChange({ ...filter, maxPrice: value === '' ? null : Number(value) })}
      >
        <option value="">Any price</option>
        {prices.map(price => (
          <option key={price} value={price}>
            ≤ ${price} / 1M out
          </option>
        ))}
      </FilterSelect>
    </fieldset>
  )
}

interface FilterSelectProps {
  label: string
  value: string
  on: boolean
  onChange: (value: string) => void
  children: ReactNode
}

function FilterSelect({ label, value, on, onChange, children }: FilterSelectProps) {
  return (
    <select aria-label={label} value={value} onChange={event => onChange(event.target.value)} className={chip(on)}>
      {children}
    </select>
  )
}

function chip(on: boolean): string {
  return classNames(
    'hit h-7 rounded-xs border px-2 text-ui transition-colors duration-120',
    on ? 'border-inverse bg-inverse font-medium text-on-inverse' : 'border-line-strong bg-raised text-ink-2 hover:bg-hover'
  )
}
