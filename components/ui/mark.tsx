import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

export type MarkKind =
  | 'billed'
  | 'simulated'
  | 'estimated'
  | 'pending'
  | 'unknown'
  | 'running'
  | 'stopped'
  | 'failed'
  | 'interrupted'
  | 'withheld'

const dot = <circle cx="4" cy="4" r="3.5" fill="currentColor" />
const half = (
  <>
    <circle cx="4" cy="4" r="3" fill="none" stroke="currentColor" />
    <path d="M4 1a3 3 0 0 0 0 6z" fill="currentColor" />
  </>
)
const ring = <circle cx="4" cy="4" r="3" fill="none" stroke="currentColor" strokeWidth="1.2" />
const waves = <path d="M.5 3q1.75-1.6 3.5 0t3.5 0M.5 6q1.75-1.6 3.5 0t3.5 0" fill="none" stroke="currentColor" strokeWidth="1.1" />
const square = <rect x="1" y="1" width="6" height="6" fill="currentColor" />
const barred = (
  <>
    <circle cx="4" cy="4" r="3" fill="none" stroke="currentColor" />
    <path d="M1.9 6.1 6.1 1.9" stroke="currentColor" />
  </>
)
const triangle = <path d="M4 1 7.5 7h-7z" fill="none" stroke="currentColor" strokeLinejoin="round" />

/** A state's shape and colour; the word beside it is the same state for those who see neither. */
const marks: Record<MarkKind, { shape: ReactNode; className: string }> = {
  billed: { shape: dot, className: 'text-billed' },
  simulated: { shape: ring, className: 'text-ink-3' },
  estimated: { shape: waves, className: 'text-estimated' },
  pending: { shape: half, className: 'text-pending' },
  unknown: { shape: ring, className: 'text-unknown' },
  running: { shape: dot, className: 'text-accent animate-live' },
  stopped: { shape: square, className: 'text-ink-3' },
  failed: { shape: triangle, className: 'text-danger' },
  interrupted: { shape: triangle, className: 'text-warning' },
  withheld: { shape: barred, className: 'text-thought' }
}

interface MarkProps {
  kind: MarkKind
  /** The word: the kind itself unless said otherwise. */
  word?: string
  /** The word is read, not seen. */
  quiet?: boolean
}

/** The mark of a state: shape and word. */
export function Mark({ kind, word = kind, quiet = false }: MarkProps) {
  const { shape, className } = marks[kind]
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <svg viewBox="0 0 8 8" className={classNames('size-2 shrink-0', className)} aria-hidden="true">
        {shape}
      </svg>
      <span className={quiet ? 'sr-only' : undefined}>{word}</span>
    </span>
  )
}
