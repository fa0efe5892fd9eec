import type { ReactNode } from 'react'

/** Options of a listbox under a heading. */
export function OptionGroup({ label, note, children }: { label: string; note?: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a listbox groups its options by role
    <div role="group" aria-label={label}>
      <p aria-hidden="true" className="flex h-8 items-end gap-3 px-2 pb-1 text-ink-3 text-note">
        <span className="min-w-0 flex-1 truncate">{label}</span>
        <span className="shrink-0">{note}</span>
      </p>
      {children}
    </div>
  )
}
