'use client'

import { useEffect, useRef, useState } from 'react'

type State = { is: 'drawing' } | { is: 'drawn'; height: number } | { is: 'refused'; reason: string }

const tallest = 1_200

/** A mermaid diagram, drawn by GET /api/diagram-frame: a document without origin, network or a way back but these messages. */
export function Diagram({ source }: { source: string }) {
  const frame = useRef<HTMLIFrameElement>(null)
  const [state, setState] = useState<State>({ is: 'drawing' })

  // The frame says when it listens and what came of it.
  useEffect(() => {
    const listen = ({ source: sender, data }: MessageEvent<unknown>) => {
      const target = frame.current?.contentWindow
      if (!target || sender !== target) return
      if (data === 'ready') {
        const dark = isDark()
        // It has no origin that could be named.
        target.postMessage({ source, dark }, '*')
      } else setState(stateOf(data))
    }
    addEventListener('message', listen)
    return () => removeEventListener('message', listen)
  }, [source])

  if (state.is === 'refused') {
    return (
      <p role="status" className="px-4 py-3 text-ink-2 text-ui wrap-anywhere">
        This diagram cannot be drawn. {state.reason}
      </p>
    )
  }
  return (
    <div aria-busy={state.is === 'drawing'} className="px-4 py-3">
      <iframe
        ref={frame}
        title="Diagram"
        src="/api/diagram-frame"
        sandbox="allow-scripts"
        referrerPolicy="no-referrer"
        style={{ height: state.is === 'drawn' ? state.height : 160 }}
        className="w-full"
      />
    </div>
  )
}

function isDark(): boolean {
  const { theme } = document.documentElement.dataset
  return theme === undefined ? matchMedia('(prefers-color-scheme: dark)').matches : theme === 'dark'
}

/** What a frame says is as little to be trusted as what it draws. */
function stateOf(data: unknown): State {
  if (typeof data === 'object' && data !== null && 'height' in data && typeof data.height === 'number' && data.height > 0) {
    return { is: 'drawn', height: Math.min(tallest, Math.ceil(data.height)) }
  }
  const reason = typeof data === 'object' && data !== null && 'reason' in data ? String(data.reason).slice(0, 300) : ''
  return { is: 'refused', reason }
}
