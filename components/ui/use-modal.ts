import { type RefObject, useLayoutEffect, useRef } from 'react'

/** A dialog that is modal before anybody can see it: an Esc that came between its first frame and that would close nothing. */
export function useModal(): RefObject<HTMLDialogElement | null> {
  const dialog = useRef<HTMLDialogElement>(null)
  useLayoutEffect(() => {
    const element = dialog.current
    element?.showModal()
    return () => element?.close()
  }, [])
  return dialog
}
