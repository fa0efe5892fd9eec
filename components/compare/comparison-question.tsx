'use client'

import { type ReactNode, useState } from 'react'
import type { ChatMessage } from '@/lib/chat/message.ts'
import { textOf } from '../chat/branch-view.ts'
import { FilePart } from '../chat/parts/file-part.tsx'
import { Button } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'

const longCharacters = 500
const longLines = 4

/** What all lanes were asked in a round. */
export function ComparisonQuestion({ message, ordinal, aside }: { message: ChatMessage; ordinal: number; aside: ReactNode }) {
  const [whole, setWhole] = useState(false)
  const text = textOf(message)
  const files = message.parts.filter(part => part.type === 'file')
  const long = text.length > longCharacters || text.split('\n').length > longLines
  return (
    <article aria-label={`Question ${ordinal}`} className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
      <span className="font-mono text-ink-3 text-note max-md:hidden">Q{ordinal}</span>
      <div className="min-w-0 max-w-text flex-1">
        {files.length > 0 && (
          <ul aria-label="Files" className="mb-2 flex max-w-80 flex-col gap-2">
            {files.map((file, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a question never changes, and may show a file twice
              <li key={index}>
                <FilePart part={file} />
              </li>
            ))}
          </ul>
        )}
        <p className={classNames('whitespace-pre-wrap wrap-anywhere text-read', long && !whole && 'line-clamp-4')}>{text}</p>
        {long && (
          <Button variant="ghost" aria-expanded={whole} onClick={() => setWhole(!whole)} className="-ml-3 mt-1">
            {whole ? 'Show less' : 'Show all'}
          </Button>
        )}
      </div>
      <div className="figures ml-auto flex flex-wrap items-center gap-x-4 text-ink-3 text-note">{aside}</div>
    </article>
  )
}
