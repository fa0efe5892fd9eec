'use client'

import { classNames } from '../ui/class-names.ts'

interface LaneChipsProps {
  label: string
  lanes: readonly { lane: number; letter: string; name: string }[]
  chosen: ReadonlySet<number>
  onChange: (chosen: ReadonlySet<number>) => void
}

/** Letters of which some are chosen. */
export function LaneChips({ label, lanes, chosen, onChange }: LaneChipsProps) {
  const toggle = (lane: number) => {
    const next = new Set(chosen)
    if (!next.delete(lane)) next.add(lane)
    onChange(next)
  }
  return (
    <fieldset className="flex items-center gap-1 pointer-coarse:gap-3">
      <legend className="sr-only">{label}</legend>
      {lanes.map(({ lane, letter, name }) => (
        <button
          key={lane}
          type="button"
          aria-pressed={chosen.has(lane)}
          aria-label={`Lane ${letter}`}
          title={name === '' ? `Lane ${letter}` : name}
          onClick={() => toggle(lane)}
          className={classNames(
            'hit inline-flex size-6 items-center justify-center rounded-xs border font-medium font-mono text-note',
            chosen.has(lane) ? 'border-inverse bg-inverse text-on-inverse' : 'border-line-strong text-ink-2 hover:text-ink'
          )}
        >
          {letter}
        </button>
      ))}
    </fieldset>
  )
}
