'use client'

import { createContext, type ReactNode, use, useCallback, useEffect, useRef, useState } from 'react'
import { Button } from './button.tsx'

interface Toast {
  id: number
  text: string
  undo?: () => void
}

type ShowToast = (text: string, undo?: () => void) => void

const ToastContext = createContext<ShowToast | null>(null)

const plainMs = 6_000
const undoMs = 10_000

/** Says what happened elsewhere or can be taken back. Never an error's only place. */
export function useToast(): ShowToast {
  const show = use(ToastContext)
  if (!show) throw new Error('useToast must be used within Toaster')
  return show
}

/** Where toasts appear: bottom left; F8 goes to them. */
export function Toaster({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<Toast[]>([])
  const nextId = useRef(0)
  const region = useRef<HTMLElement>(null)

  const show = useCallback<ShowToast>((text, undo) => {
    nextId.current += 1
    setToasts(current => [...current.slice(-2), { id: nextId.current, text, ...(undo ? { undo } : {}) }])
  }, [])
  const drop = useCallback((id: number) => setToasts(current => current.filter(toast => toast.id !== id)), [])

  // The key works from anywhere on the page.
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'F8') region.current?.focus()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])

  return (
    <ToastContext value={show}>
      {children}
      <section
        ref={region}
        aria-label="Messages (F8)"
        tabIndex={-1}
        className="toasts fixed left-4 z-60 flex w-80 max-w-9/10 flex-col gap-2"
      >
        <div role="status" className="contents">
          {toasts.map(toast => (
            <ToastCard key={toast.id} toast={toast} onDone={drop} />
          ))}
        </div>
      </section>
    </ToastContext>
  )
}

function ToastCard({ toast, onDone }: { toast: Toast; onDone: (id: number) => void }) {
  const [paused, setPaused] = useState(false)

  // Goes away by itself, unless somebody is reading it.
  useEffect(() => {
    if (paused) return
    const timer = setTimeout(() => onDone(toast.id), toast.undo ? undoMs : plainMs)
    return () => clearTimeout(timer)
  }, [paused, toast, onDone])

  const undo = () => {
    toast.undo?.()
    onDone(toast.id)
  }
  return (
    <div
      className="flex items-center justify-between gap-4 rounded-md border border-line bg-raised py-2 pr-2 pl-4 text-body text-ink shadow-float"
      onPointerEnter={() => setPaused(true)}
      onPointerLeave={() => setPaused(false)}
      onFocus={() => setPaused(true)}
      onBlur={() => setPaused(false)}
    >
      <span className="min-w-0 truncate">{toast.text}</span>
      {toast.undo && (
        <Button variant="ghost" onClick={undo}>
          Undo
        </Button>
      )}
    </div>
  )
}
