'use client'

import { type KeyboardEvent, useRef } from 'react'
import { classNames } from '../ui/class-names.ts'

interface RenameFieldProps {
  title: string
  /** The new title; `null` when nothing is to change. */
  onDone: (title: string | null) => void
  className?: string
}

/** A title being changed in place: Enter or leaving keeps it, Esc does not. */
export function RenameField({ title, onDone, className }: RenameFieldProps) {
  const done = useRef(false)
  const finish = (value: string | null) => {
    if (done.current) return
    done.current = true
    const trimmed = value?.trim() ?? ''
    onDone(trimmed === '' ? null : trimmed)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return
    event.stopPropagation()
    if (event.key === 'Enter') finish(event.currentTarget.value)
    if (event.key === 'Escape') finish(null)
  }
  return (
    <input
      aria-label="Title"
      defaultValue={title}
      maxLength={200}
      // biome-ignore lint/a11y/noAutofocus: the field appears because the user asked to type here
      autoFocus
      onFocus={event => event.currentTarget.select()}
      onKeyDown={onKeyDown}
      onBlur={event => finish(event.currentTarget.value)}
      className={classNames('w-full min-w-0 rounded-sm border border-line-strong bg-raised text-ink', className)}
    />
  )
}
