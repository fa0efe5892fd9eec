import { type MouseEvent, type RefObject, useLayoutEffect, useRef, useState } from 'react'

/**
 * A dialog that is modal before anybody can see it: an Esc that came between its first frame and that would close nothing. The focus goes
 * back to where it was when the dialog was first drawn; the browser would take what has the focus as it becomes modal, which may be a
 * field of its own.
 */
export function useModal(): RefObject<HTMLDialogElement | null> {
  const dialog = useRef<HTMLDialogElement>(null)
  const [opener] = useState(() => document.activeElement)
  useLayoutEffect(() => {
    const element = dialog.current
    element?.showModal()
    return () => {
      element?.close()
      // What was chosen in it may have taken the focus somewhere else.
      const { activeElement } = document
      const isFree = activeElement === document.body || element?.contains(activeElement)
      if (isFree && opener instanceof HTMLElement) opener.focus()
    }
  }, [opener])
  return dialog
}

/** Closes a dialog by its backdrop: by a press that began and ended there, not where text was marked out of the dialog, nor by its margin. */
export function useBackdrop(onClose: () => void) {
  const pressed = useRef(false)
  return {
    onPointerDown: (event: MouseEvent<HTMLElement>) => {
      pressed.current = isOnBackdrop(event)
    },
    onClick: (event: MouseEvent<HTMLElement>) => {
      if (pressed.current && isOnBackdrop(event)) onClose()
    }
  }
}

/** The backdrop has no element of its own: what is pressed there is the dialog, outside of its box. */
function isOnBackdrop({ clientX: x, clientY: y, target, currentTarget }: MouseEvent<HTMLElement>): boolean {
  const { left, right, top, bottom } = currentTarget.getBoundingClientRect()
  return target === currentTarget && (x < left || x > right || y < top || y > bottom)
}
