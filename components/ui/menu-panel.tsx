'use client'

import Check from 'lucide-react/icons/check'
import * as DropdownMenu from 'radix-ui/dropdown-menu'
import { type ReactNode, useCallback, useRef, useState } from 'react'
import { classNames } from './class-names.ts'

export interface MenuEntry {
  label: string
  onSelect: () => void
  /** One of several of which one is on. */
  checked?: boolean
  danger?: boolean
  disabled?: boolean
}

interface MenuPanelProps {
  label: string
  entries: readonly MenuEntry[]
  children: ReactNode
  buttonClass: string
  align: 'start' | 'end'
  side: 'top' | 'bottom'
}

/** The menu itself, open from the start: it is mounted by the press that asks for it. */
export function MenuPanel({ label, entries, children, buttonClass, align, side }: MenuPanelProps) {
  // Under a modal dialog nothing of the page can be seen or pressed: its menus belong into it. `undefined`: not known yet.
  const [dialog, setDialog] = useState<HTMLElement | null | undefined>(undefined)
  const trigger = useRef<HTMLButtonElement>(null)
  const findDialog = useCallback((button: HTMLButtonElement | null) => {
    trigger.current = button
    if (button) setDialog(button.closest('dialog'))
  }, [])
  const chosen = useRef<MenuEntry | null>(null)
  // What an entry opens gives the focus back to what has it then: the button, and no entry of a menu that is gone.
  const runChosen = (event: Event) => {
    if (!chosen.current) return
    event.preventDefault()
    trigger.current?.focus()
    chosen.current.onSelect()
    chosen.current = null
  }
  const choose = (entry: MenuEntry) => () => {
    chosen.current = entry
  }
  const choosing = entries.some(entry => entry.checked !== undefined)
  return (
    <DropdownMenu.Root defaultOpen modal={false}>
      <DropdownMenu.Trigger ref={findDialog} aria-label={label} title={label} className={buttonClass}>
        {children}
      </DropdownMenu.Trigger>
      {dialog !== undefined && (
        <DropdownMenu.Portal container={dialog}>
          <DropdownMenu.Content
            align={align}
            side={side}
            sideOffset={4}
            collisionPadding={8}
            onCloseAutoFocus={runChosen}
            className="z-50 min-w-40 rounded-md border border-line bg-raised p-1 shadow-float"
          >
            {choosing ? (
              <DropdownMenu.RadioGroup value={entries.find(entry => entry.checked)?.label ?? ''}>
                {entries.map(entry => (
                  <DropdownMenu.RadioItem key={entry.label} value={entry.label} {...itemProps(entry, choose(entry))}>
                    <span className="flex size-4 items-center">{entry.checked && <Check />}</span>
                    {entry.label}
                  </DropdownMenu.RadioItem>
                ))}
              </DropdownMenu.RadioGroup>
            ) : (
              entries.map(entry => (
                <DropdownMenu.Item key={entry.label} {...itemProps(entry, choose(entry))}>
                  {entry.label}
                </DropdownMenu.Item>
              ))
            )}
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      )}
    </DropdownMenu.Root>
  )
}

function itemProps(entry: MenuEntry, onSelect: () => void) {
  return {
    disabled: entry.disabled ?? false,
    onSelect,
    className: classNames(
      'flex h-8 select-none items-center gap-2 rounded-sm px-2 text-ui outline-none data-disabled:opacity-50 data-highlighted:bg-hover pointer-coarse:h-11',
      entry.danger ? 'text-danger' : 'text-ink'
    )
  }
}
