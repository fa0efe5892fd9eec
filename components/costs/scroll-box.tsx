import type { ReactNode } from 'react'

/** Scrolls sideways where a table is wider than the page. */
export function ScrollBox({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls sideways must be reachable by keyboard
    <section tabIndex={0} aria-label={label} className="relative overflow-x-auto">
      {children}
    </section>
  )
}
