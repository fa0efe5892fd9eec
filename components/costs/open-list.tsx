import type { ReactNode } from 'react'
import { classNames } from '../ui/class-names.ts'

interface OpenListProps {
  /** What is pressed. */
  summary: ReactNode
  className?: string
  children: ReactNode
}

/** A menu of links that needs no script; of several only one is open. */
export function OpenList({ summary, className, children }: OpenListProps) {
  return (
    <details name="costs-menu" className={classNames('relative', className)}>
      <summary className="hit flex h-8 items-center gap-2 rounded-sm border border-line-strong bg-raised px-3 font-medium text-ui hover:bg-surface">
        {summary}
      </summary>
      <div className="absolute right-0 z-50 mt-1 min-w-44 rounded-md border border-line bg-raised p-1 shadow-float">{children}</div>
    </details>
  )
}

export const listEntry = 'flex h-8 pointer-coarse:h-11 items-center whitespace-nowrap rounded-sm px-2 text-ui hover:bg-hover'
