'use client'

import { type PointerEvent, type ReactNode, useRef } from 'react'
import { classNames } from './class-names.ts'
import { useBackdrop, useModal } from './use-modal.ts'

const sides = {
  left: 'mr-auto h-dvh max-h-none w-86/100 bg-surface md:w-sidebar',
  right: 'ml-auto h-dvh max-h-none w-full max-w-full border-line border-l bg-raised shadow-modal md:w-112',
  bottom: 'mt-auto h-85/100 w-full max-w-full rounded-t-lg bg-raised shadow-modal'
}

interface SheetProps {
  side: keyof typeof sides
  label: string
  onClose: () => void
  children: ReactNode
}

/** How far a finger pulls the handle down before the sheet closes. */
const swipePixels = 64

/**
 * A sheet over the page, closed by Esc, back, backdrop or swipe. The native dialog brings focus trap, inert page and the
 * way back of the focus; a scroll lock that writes style elements would break the content security policy.
 */
export function Sheet({ side, label, onClose, children }: SheetProps) {
  const dialog = useModal()
  const backdrop = useBackdrop(onClose)
  const swipeStart = useRef<number | null>(null)

  const endSwipe = (event: PointerEvent) => {
    if (swipeStart.current !== null && event.clientY - swipeStart.current > swipePixels) onClose()
    swipeStart.current = null
  }
  return (
    <dialog
      ref={dialog}
      aria-label={label}
      onClose={onClose}
      {...backdrop}
      onKeyDown={event => event.stopPropagation()}
      className={classNames('scrim fixed inset-0 z-30 m-0 flex flex-col overflow-hidden p-0 text-ink', sides[side])}
    >
      {side === 'bottom' && (
        <div
          className="flex h-6 shrink-0 touch-none items-center justify-center"
          onPointerDown={event => {
            swipeStart.current = event.clientY
            event.currentTarget.setPointerCapture(event.pointerId)
          }}
          onPointerUp={endSwipe}
        >
          <span className="h-1 w-9 rounded-full bg-line-strong" />
        </div>
      )}
      {children}
    </dialog>
  )
}
