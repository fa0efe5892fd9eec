'use client'

import { memo, useState } from 'react'
import { classNames } from '@/components/ui/class-names.ts'
import { PlainText } from '@/components/ui/plain-text.tsx'
import { canRenderMarkdown } from './limits.ts'
import { MarkdownPiece } from './markdown-piece.tsx'
import { GrowingBlocks } from './split-blocks.ts'
import './markdown.css'

/** Its words come at the end: until then it is one that has begun. */
const footnote = '[^'

interface MarkdownProps {
  text: string
  /** More is coming: unfinished syntax is held back and a block cursor stands at the end. */
  streaming?: boolean
}

/**
 * A model's text as sanitised markdown; plain when it is too large, too deep or breaks the parser. Of a text that grows, what has
 * been drawn is not looked at again.
 */
export const Markdown = memo(function Markdown({ text, streaming = false }: MarkdownProps) {
  const [growing] = useState(() => new GrowingBlocks())
  const className = classNames('prose', streaming && 'prose-live')
  if (!canRenderMarkdown(text) || saysNothing(text)) {
    return (
      <div className={className}>
        <PlainText text={text} />
      </div>
    )
  }
  const blocks = growing.split(text)
  return (
    <div className={className}>
      {blocks.map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: blocks only ever come at the end
        <MarkdownPiece key={index} text={block} streaming={streaming && (index === blocks.length - 1 || block.includes(footnote))} />
      ))}
    </div>
  )
})

/** Definitions of links alone are a text of which markdown shows nothing. */
function saysNothing(text: string): boolean {
  return /^ {0,3}\[/.test(text) && text.split('\n').every(line => line.trim() === '' || /^ {0,3}\[[^\]]+\]:/.test(line))
}
