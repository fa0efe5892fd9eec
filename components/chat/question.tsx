'use client'

import Pencil from 'lucide-react/icons/pencil'
import { memo, useState } from 'react'
import type { ChatMessage } from '@/lib/chat/message.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { PlainText } from '../ui/plain-text.tsx'
import { type Siblings, textOf } from './branch-view.ts'
import { useChatActions } from './chat-actions.ts'
import { EntryMark } from './entry-mark.tsx'
import { FilePart } from './parts/file-part.tsx'
import { SiblingNav } from './sibling-nav.tsx'

const maxLines = 12
/** Lines of this many characters, for texts without line breaks. */
const charactersPerLine = 80
/** Folded, more than twelve lines of the widest page. */
const longestWhole = 20_000

interface QuestionProps {
  message: ChatMessage
  ordinal: number
  siblings: Siblings | null
}

/** What the user asked: its files, and plain text on its own ground, long ones folded. */
export const Question = memo(function Question({ message, ordinal, siblings }: QuestionProps) {
  const { editQuestion } = useChatActions()
  const [whole, setWhole] = useState(false)
  const text = textOf(message)
  const files = message.parts.filter(part => part.type === 'file')
  const lines = text.split('\n').length
  const long = lines > maxLines || text.length > maxLines * charactersPerLine
  return (
    <article
      id={`q${ordinal}`}
      data-message={message.id}
      aria-label={`Question ${ordinal}`}
      tabIndex={-1}
      className="entry entry-grid scroll-mt-4"
    >
      <EntryMark letter="Q" ordinal={ordinal} className="pt-3" />
      <div className="min-w-0 md:col-start-2">
        <div className="rounded-md bg-surface px-4 py-3 text-read md:-mx-4">
          {files.length > 0 && (
            <ul aria-label="Files" className={classNames('flex max-w-80 flex-col gap-3', text !== '' && 'mb-3')}>
              {files.map((file, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a question never changes
                <li key={index} className="min-w-0">
                  <FilePart part={file} />
                </li>
              ))}
            </ul>
          )}
          {whole ? <PlainText text={text} /> : text !== '' && <Beginning text={text} folded={long} />}
          {long && (
            <Button variant="ghost" aria-expanded={whole} onClick={() => setWhole(!whole)} className="-ml-3 mt-2">
              {whole ? 'Show less' : lines > maxLines ? `Show all ${lines.toLocaleString('en-US')} lines` : 'Show all'}
            </Button>
          )}
        </div>
        <div className="mt-1 -ml-2 flex h-8 items-center gap-2 max-md:ml-2 pointer-coarse:h-11 pointer-coarse:gap-5">
          <IconButton label="Edit" onClick={() => editQuestion(message.id)}>
            <Pencil />
          </IconButton>
          {siblings && <SiblingNav siblings={siblings} what="question" />}
        </div>
      </div>
    </article>
  )
})

/** Of a text that fills pages the browser is given what it shows. */
function Beginning({ text, folded }: { text: string; folded: boolean }) {
  return (
    <p className={classNames('whitespace-pre-wrap wrap-anywhere', folded && 'line-clamp-12')}>
      {folded && text.length > longestWhole ? text.slice(0, longestWhole) : text}
    </p>
  )
}
