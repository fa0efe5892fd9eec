'use client'

import Download from 'lucide-react/icons/download'
import WrapText from 'lucide-react/icons/text-wrap'
import { memo, type ReactNode, useCallback, useRef, useState } from 'react'
import { Button, IconButton } from '@/components/ui/button.tsx'
import { classNames } from '@/components/ui/class-names.ts'
import { CopyButton } from '@/components/ui/copy-button.tsx'
import { saveFile } from '@/components/ui/save-file.ts'
import { codeFileName } from './code-file-name.ts'
import { Diagram } from './diagram.tsx'
import { useColouring } from './use-colouring.ts'

interface CodeBlockProps {
  text: string
  language: string | undefined
  /** No more of it is coming. */
  closed: boolean
}

/** A fenced block: its language, what can be done with it, and its own sideways scroll. */
export const CodeBlock = memo(function CodeBlock({ text, language, closed }: CodeBlockProps) {
  const [wrapped, setWrapped] = useState(false)
  const [drawn, setDrawn] = useState(false)
  const colouring = useColouring(text, language, closed)
  // What is above the code does not change with every line of it, which may be written into the page beside React (growth.ts).
  const figure = useRef<HTMLElement>(null)
  const latest = useRef(text)
  latest.current = text
  const textNow = useCallback(() => figure.current?.querySelector('pre code')?.textContent ?? latest.current, [])
  return (
    <figure ref={figure} className="overflow-hidden rounded-md border border-line">
      <Caption {...{ language, wrapped, setWrapped, drawn, setDrawn, textNow }} isDiagram={language === 'mermaid' && closed} />
      {drawn ? (
        <Diagram source={text} />
      ) : (
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls sideways must be reachable by keyboard
          tabIndex={0}
          className={classNames(
            '-outline-offset-2 overflow-x-auto px-4 py-3 font-mono text-ink text-ui',
            wrapped && 'wrap-anywhere whitespace-pre-wrap'
          )}
        >
          <code ref={colouring}>{text}</code>
        </pre>
      )}
    </figure>
  )
})

interface CaptionProps {
  language: string | undefined
  isDiagram: boolean
  wrapped: boolean
  setWrapped: (wrapped: boolean) => void
  drawn: boolean
  setDrawn: (drawn: boolean) => void
  textNow: () => string
}

const Caption = memo(function Caption({ language, isDiagram, wrapped, setWrapped, drawn, setDrawn, textNow }: CaptionProps) {
  return (
    <figcaption className="flex h-8 items-center border-line border-b bg-surface pr-1 pl-4">
      <span className="mr-auto truncate font-mono text-ink-3 text-note">{language || 'text'}</span>
      {isDiagram && (
        <Button variant="ghost" onClick={() => setDrawn(!drawn)} className="h-7 px-2">
          {drawn ? 'Show code' : 'Show diagram'}
        </Button>
      )}
      <CodeButton label="Wrap lines" pressed={wrapped} onClick={() => setWrapped(!wrapped)}>
        <WrapText />
      </CodeButton>
      <CodeButton label="Download code" onClick={() => saveFile(codeFileName(language), 'text/plain', textNow())}>
        <Download />
      </CodeButton>
      <CopyButton text={textNow} label="Copy code" className="size-7" />
    </figcaption>
  )
})

function CodeButton({ label, pressed, onClick, children }: { label: string; pressed?: boolean; onClick: () => void; children: ReactNode }) {
  return (
    <IconButton label={label} aria-pressed={pressed} onClick={onClick} className="size-7 aria-pressed:text-accent-ink">
      {children}
    </IconButton>
  )
}
