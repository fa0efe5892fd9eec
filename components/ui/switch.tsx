import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

interface SwitchProps {
  label: ReactNode
  checked: boolean
  onChange: (checked: boolean) => void
}

/** On or off, at once; Space toggles. */
export function Switch({ label, checked, onChange }: SwitchProps) {
  return (
    <label className="hit flex cursor-pointer items-start gap-3 text-body text-ink">
      <input
        type="checkbox"
        role="switch"
        checked={checked}
        aria-checked={checked}
        onChange={event => onChange(event.target.checked)}
        className="peer sr-only"
      />
      <span
        aria-hidden="true"
        className={classNames(
          'mt-0.5 flex h-5 w-9 shrink-0 rounded-full border p-0.5 peer-focus-visible:outline-2 peer-focus-visible:outline-accent',
          checked ? 'justify-end border-inverse bg-inverse' : 'border-line-strong bg-raised'
        )}
      >
        <span className={classNames('size-3.5 rounded-full', checked ? 'bg-on-inverse' : 'bg-ink-3')} />
      </span>
      {label}
    </label>
  )
}
