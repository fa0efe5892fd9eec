'use client'

import dynamic from 'next/dynamic'
import { type ReactNode, useState } from 'react'
import { classNames } from './class-names.ts'
import type { MenuEntry } from './menu-panel.tsx'

const loadPanel = () => import('./menu-panel.tsx')

interface MenuButtonProps {
  /** Name of the button and of the menu. */
  label: string
  entries: readonly MenuEntry[]
  children: ReactNode
  className?: string
  align?: 'start' | 'end'
  side?: 'top' | 'bottom'
}

/** A button that opens a menu. The menu's code comes with the first look at it. */
export function MenuButton({ label, entries, children, className, align = 'start', side = 'bottom' }: MenuButtonProps) {
  const [wanted, setWanted] = useState(false)
  const buttonClass = classNames('hit inline-flex shrink-0 items-center rounded-sm transition-colors duration-120', className)
  const plain = (
    <button
      type="button"
      aria-label={label}
      aria-haspopup="menu"
      aria-expanded="false"
      title={label}
      className={buttonClass}
      onPointerEnter={() => void loadPanel()}
      onClick={() => setWanted(true)}
    >
      {children}
    </button>
  )
  if (!wanted) return plain
  return (
    <MenuPanel label={label} entries={entries} align={align} side={side} buttonClass={buttonClass}>
      {children}
    </MenuPanel>
  )
}

const MenuPanel = dynamic(() => loadPanel().then(module => module.MenuPanel), { ssr: false })
