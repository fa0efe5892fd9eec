'use client'

import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { useBackdrop, useModal } from './use-modal.ts'

interface ModalDialogProps {
  label: string
  onClose: () => void
  children: ReactNode
  className?: string
}

/** A dialog over the page, closed by Esc and backdrop. The native one keeps the focus in and brings it back. */
export function ModalDialog({ label, onClose, children, className }: ModalDialogProps) {
  const dialog = useModal()
  const backdrop = useBackdrop(onClose)
  return (
    <dialog
      ref={dialog}
      aria-label={label}
      onClose={onClose}
      {...backdrop}
      onKeyDown={event => event.key === 'Escape' && event.stopPropagation()}
      className={classNames(
        'modal scrim fixed z-40 m-0 flex flex-col overflow-hidden rounded-lg border border-line bg-raised p-0 text-ink shadow-modal',
        className
      )}
    >
      {children}
    </dialog>
  )
}
