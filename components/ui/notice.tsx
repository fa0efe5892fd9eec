import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

type Tone = 'warning' | 'danger'

const tones: Record<Tone, { card: string; title: string }> = {
  warning: { card: 'border-warning bg-warning-wash', title: 'text-warning' },
  danger: { card: 'border-danger bg-danger-wash', title: 'text-danger' }
}

interface NoticeProps {
  tone: Tone
  title: string
  children?: ReactNode
  /** Buttons, the likely one first. */
  actions?: ReactNode
  /** Opened by one of the actions, and below them: what was pressed stays where it is. */
  more?: ReactNode
  /** Spoken at once; only for what just happened. */
  alert?: boolean
}

/** A card that says what went wrong and what to do next. */
export function Notice({ tone, title, children, actions, more, alert = false }: NoticeProps) {
  return (
    <div
      role={alert ? 'alert' : undefined}
      className={classNames('rounded-xs border-l-3 px-4 py-3 text-body text-ink-2', tones[tone].card)}
    >
      <p className={classNames('font-medium', tones[tone].title)}>{title}</p>
      {children}
      {actions && <div className="mt-3 flex flex-wrap items-center gap-1.5 pointer-coarse:gap-y-3">{actions}</div>}
      {more}
    </div>
  )
}
