import type { ReactNode } from 'react'
import { classNames } from '../ui/class-names.ts'

interface OptionRowProps {
  id: string
  active: boolean
  onChoose: () => void
  onPoint: () => void
  children: ReactNode
}

/** One row of the palette. The focus stays in the field above; the active row is what Enter takes. */
export function OptionRow({ id, active, onChoose, onPoint, children }: OptionRowProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox has the keys
    <div
      role="option"
      id={id}
      aria-selected={active}
      tabIndex={-1}
      onPointerMove={active ? undefined : onPoint}
      onClick={onChoose}
      className={classNames(
        'flex min-h-9 cursor-pointer items-center gap-3 rounded-sm px-2 py-1.5 text-ink text-ui pointer-coarse:min-h-11',
        active && 'bg-hover'
      )}
    >
      {children}
    </div>
  )
}
