import type { ReactNode } from 'react'
import { classNames } from '../ui/class-names.ts'

interface ScrollBoxProps {
  label: string
  /** On a wide page it needs no scrolling, so that its head can stay in view. */
  fits?: boolean
  children: ReactNode
}

/** Scrolls sideways where a table is wider than the page. */
export function ScrollBox({ label, fits = false, children }: ScrollBoxProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls sideways must be reachable by keyboard
    <section tabIndex={0} aria-label={label} className={classNames('relative overflow-x-auto', fits && '@marginalia:overflow-x-visible')}>
      {children}
    </section>
  )
}
