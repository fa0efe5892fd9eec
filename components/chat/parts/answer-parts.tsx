'use client'

import { use, useMemo } from 'react'
import type { ChatMessage } from '@/lib/chat/message.ts'
import { Markdown } from '../../markdown/markdown.tsx'
import { GrowingTextContext } from '../growing-text.ts'
import { FilePart } from './file-part.tsx'
import { groupParts, type PartBlock } from './group-parts.ts'
import { ReasoningPart } from './reasoning-part.tsx'
import { SourceList } from './source-list.tsx'
import { ToolRun } from './tool-run.tsx'

interface AnswerPartsProps {
  message: ChatMessage
  live: boolean
  /** Of the text. */
  className?: string
}

/** Everything a model did for one answer, in reading order. */
export function AnswerParts({ message, live, className = 'text-read' }: AnswerPartsProps) {
  const blocks = groupParts(message.parts)
  const thoughts = blocks.filter(block => block.kind === 'reasoning').length
  const tokens = thoughts === 1 ? (message.metadata?.usage?.reasoningTokens ?? null) : null
  const complete = message.metadata?.status === 'complete'
  return blocks.map((block, index) => (
    <Block
      key={block.key}
      block={block}
      live={live}
      isLast={index === blocks.length - 1}
      tokens={tokens}
      complete={complete}
      className={className}
    />
  ))
}

function Text({ part, text, streaming }: { part: number; text: string; streaming: boolean }) {
  const growing = use(GrowingTextContext)
  const source = useMemo(() => growing && { subscribe: growing.subscribe, text: () => growing.textOf(part) }, [growing, part])
  return <Markdown {...{ text, streaming, source }} />
}

interface BlockProps {
  block: PartBlock
  live: boolean
  isLast: boolean
  tokens: number | null
  complete: boolean
  className: string
}

function Block({ block, live, isLast, tokens, complete, className }: BlockProps) {
  switch (block.kind) {
    case 'text':
      return (
        <div className={className}>
          <Text part={block.key} text={block.part.text} streaming={live && isLast} />
        </div>
      )
    case 'reasoning':
      return (
        <ReasoningPart
          part={block.part}
          answered={block.answered}
          live={live}
          cutOff={!(live || complete || block.answered)}
          tokens={block.part.state === 'streaming' && live ? null : tokens}
        />
      )
    case 'tools':
      return <ToolRun parts={block.parts} live={live} />
    case 'file':
      return <FilePart part={block.part} />
    case 'sources':
      return <SourceList parts={block.parts} />
  }
}
