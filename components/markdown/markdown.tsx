'use client'

import { Component, memo, type ReactNode, useEffect, useReducer, useRef, useState } from 'react'
import { classNames } from '@/components/ui/class-names.ts'
import { PlainText } from '@/components/ui/plain-text.tsx'
import { Growth } from './growth.ts'
import { MarkdownPiece } from './markdown-piece.tsx'
import { TextBoundary } from './text-boundary.tsx'
import './markdown.css'

/** Its words come at the end: until then it is one that has begun. */
const footnote = '[^'

const perRun = 16

/** A text that grows without anything being drawn anew for it. */
export interface TextSource {
  text: () => string
  subscribe: (listener: () => void) => () => void
}

interface MarkdownProps {
  text: string
  /** More is coming: unfinished syntax is held back and a block cursor stands at the end. */
  streaming?: boolean
  /** Whatever is longer there is shown. */
  source?: TextSource | null
}

/**
 * A model's text as sanitised markdown; plain when it is too large, too deep or breaks the parser. Of a text that grows, what has
 * been drawn is not looked at again.
 */
export const Markdown = memo(function Markdown({ text, streaming = false, source = null }: MarkdownProps) {
  const [growth] = useState(() => new Growth())
  const [, redraw] = useReducer((drawings: number) => drawings + 1, 0)
  const box = useRef<HTMLDivElement>(null)

  // Words come over the network.
  useEffect(() => {
    if (!source) return
    const take = () => {
      if (!(box.current && growth.write(box.current, source.text()))) redraw()
    }
    take()
    return source.subscribe(take)
  }, [source, growth])

  const grown = source?.text() ?? ''
  const shown = grown.length > text.length ? grown : text
  const blocks = growth.draw(shown, streaming)
  return (
    <div ref={box} className={classNames('prose', streaming && 'prose-live')}>
      <AroundDrawing before={growth.restore} after={growth.drawn}>
        {blocks ? (
          Array.from({ length: Math.ceil(blocks.length / perRun) }, (_, index) => {
            const end = (index + 1) * perRun
            // biome-ignore lint/suspicious/noArrayIndexKey: blocks only ever come at the end
            return <Run key={index} blocks={blocks.slice(index * perRun, end)} streaming={streaming} isLast={end >= blocks.length} />
          })
        ) : (
          <PlainText text={shown} />
        )}
      </AroundDrawing>
    </div>
  )
})

/** `before`: React has found out what to change of the page, and has changed nothing yet. `after`: it has. */
class AroundDrawing extends Component<{ before: () => void; after: () => void; children: ReactNode }> {
  override getSnapshotBeforeUpdate(): null {
    this.props.before()
    return null
  }

  override componentDidMount(): void {
    this.props.after()
  }

  override componentDidUpdate(): void {
    this.props.after()
  }

  override render() {
    return this.props.children
  }
}

interface RunProps {
  blocks: readonly string[]
  streaming: boolean
  /** What is still to come comes here. */
  isLast: boolean
}

/** Neighbours that are looked at together: of a long text that grows, most have not changed. */
const Run = memo(
  function Run({ blocks, streaming, isLast }: RunProps) {
    return (
      <TextBoundary texts={blocks}>
        {blocks.map((block, index) => {
          const grows = (isLast && index === blocks.length - 1) || block.includes(footnote)
          // biome-ignore lint/suspicious/noArrayIndexKey: blocks only ever come at the end
          return <MarkdownPiece key={index} text={block} streaming={streaming && grows} />
        })}
      </TextBoundary>
    )
  },
  (before, now) =>
    before.streaming === now.streaming &&
    before.isLast === now.isLast &&
    before.blocks.length === now.blocks.length &&
    before.blocks.every((block, index) => block === now.blocks[index])
)
