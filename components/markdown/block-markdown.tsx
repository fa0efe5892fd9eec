'use client'

import { memo } from 'react'
import { classNames } from '@/components/ui/class-names.ts'
import { canRenderMarkdown } from './limits.ts'
import { MarkdownPiece } from './markdown.tsx'
import { PlainText } from './plain-text.tsx'
import { splitBlocks } from './split-blocks.ts'

interface BlockMarkdownProps {
  text: string
  streaming?: boolean
}

/** As `Markdown`, for many texts that grow at once: what has been drawn of one is not looked at again. */
export const BlockMarkdown = memo(function BlockMarkdown({ text, streaming = false }: BlockMarkdownProps) {
  const className = classNames('prose', streaming && 'prose-live')
  if (!canRenderMarkdown(text)) {
    return (
      <div className={className}>
        <PlainText text={text} />
      </div>
    )
  }
  const blocks = splitBlocks(text)
  return (
    <div className={className}>
      {blocks.map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: blocks only ever come at the end
        <MarkdownPiece key={index} text={block} streaming={streaming && index === blocks.length - 1} />
      ))}
    </div>
  )
})
