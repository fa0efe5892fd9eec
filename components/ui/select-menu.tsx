'use client'

import ChevronDown from 'lucide-react/icons/chevron-down'
import { classNames } from './class-names.ts'
import { MenuButton } from './menu-button.tsx'

interface SelectMenuProps<Value> {
  /** What is chosen, said before the words of the choice. */
  label: string
  value: Value
  options: readonly { value: Value; label: string }[]
  onChange: (value: Value) => void
  className: string
}

/** A button that shows which of several is on, and opens the list of them. */
export function SelectMenu<Value>({ label, value, options, onChange, className }: SelectMenuProps<Value>) {
  const chosen = options.find(option => option.value === value)?.label ?? ''
  return (
    <MenuButton
      label={`${label}: ${chosen}`}
      className={classNames('min-w-0 gap-1.5', className)}
      entries={options.map(option => ({ label: option.label, checked: option.value === value, onSelect: () => onChange(option.value) }))}
    >
      <span className="truncate">{chosen}</span>
      <ChevronDown className="size-3.5 shrink-0" />
    </MenuButton>
  )
}
