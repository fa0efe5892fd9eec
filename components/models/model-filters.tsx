'use client'

import { classNames } from '../ui/class-names.ts'
import { SelectMenu } from '../ui/select-menu.tsx'
import type { ModelFilter } from './search-models.ts'

const chips = [
  { key: 'free', label: 'Free' },
  { key: 'vision', label: 'Images' },
  { key: 'tools', label: 'Tools' },
  { key: 'reasoning', label: 'Reasoning' }
] as const

const contexts = [0, 32_000, 128_000, 200_000, 1_000_000].map(value => ({
  value,
  label: value === 0 ? 'Any context' : `≥ ${value >= 1_000_000 ? '1M' : `${value / 1000}k`}`
}))
/** Dollars per million tokens of answer. */
const prices = [null, 1, 5, 15, 30].map(value => ({ value, label: value === null ? 'Any price' : `≤ $${value} / 1M out` }))

interface ModelFiltersProps {
  filter: ModelFilter
  onChange: (filter: ModelFilter) => void
}

/** What a model must be to be listed: several at once. */
export function ModelFilters({ filter, onChange }: ModelFiltersProps) {
  return (
    <fieldset className="flex shrink-0 flex-wrap items-center gap-1.5 border-line border-b px-4 py-2 pointer-coarse:gap-2">
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
      <SelectMenu
        label="Least context"
        value={filter.minContext}
        options={contexts}
        onChange={minContext => onChange({ ...filter, minContext })}
        className={chip(filter.minContext > 0)}
      />
      <SelectMenu
        label="Highest price out"
        value={filter.maxPrice}
        options={prices}
        onChange={maxPrice => onChange({ ...filter, maxPrice })}
        className={chip(filter.maxPrice !== null)}
      />
    </fieldset>
  )
}

function chip(on: boolean): string {
  return classNames(
    'hit h-7 rounded-xs border px-2 text-ui transition-colors duration-120 pointer-coarse:h-11',
    on ? 'border-inverse bg-inverse font-medium text-on-inverse' : 'border-line-strong bg-raised text-ink-2 hover:bg-hover'
  )
}
