import type { ReactNode } from 'react'
import type { CodeToken } from './highlight-engine.ts'

/** Code with its kinds as class names; what they look like is in markdown.css. */
export function CodeTokens({ token }: { token: CodeToken }) {
  return token.children.map(draw)
}

function draw(piece: CodeToken | string, index: number): ReactNode {
  if (typeof piece === 'string') return piece
  const children = piece.children.map(draw)
  const kind = piece.kind?.split('.')[0]
  return (
    <span key={index} className={kind && `code-${kind}`}>
      {children}
    </span>
  )
}
