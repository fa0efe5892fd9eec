'use client'

import type { ReasoningUIPart } from 'ai'
import ChevronRight from 'lucide-react/icons/chevron-right'
import Info from 'lucide-react/icons/info'
import Lock from 'lucide-react/icons/lock'
import { memo, type ReactNode, useEffect, useState } from 'react'
import { formatDuration, formatTokens } from '@/lib/cost/format.ts'
import { Markdown } from '../../markdown/markdown.tsx'
import { classNames } from '../../ui/class-names.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { useElapsed } from '../use-elapsed.ts'
import { stenoMetadata } from './steno-metadata.ts'

interface ReasoningPartProps {
  part: ReasoningUIPart
  /** Something came after it. */
  answered: boolean
  /** The message is still being written. */
  live: boolean
  /** The turn ended in the middle of it. */
  cutOff: boolean
  /** Only known for the message as a whole: given when this is its only reasoning. */
  tokens: number | null
}

/** How long the thought stays open after the answer began. */
const closeAfterMs = 1000
/** What fits into the small window while it streams, and some more for the fade. */
const tailCharacters = 1600

/** The model's thinking: open while it streams, then one closed row that says how long it took. */
export const ReasoningPart = memo(function ReasoningPart({ part, answered, live, cutOff, tokens }: ReasoningPartProps) {
  const { durationMs, hidden } = stenoMetadata(part.providerMetadata)
  const streaming = live && part.state === 'streaming'
  const { open, touched, toggle, follow } = useOpenWhileThinking(live && !answered, answered)
  if (hidden) return <HiddenReasoning tokens={tokens} />
  return (
    <details open={open} onToggle={event => follow(event.currentTarget.open)}>
      <Row
        onClick={toggle}
        icon={<ChevronRight className={classNames('text-ink-3 transition-transform duration-180', open && 'rotate-90')} />}
      >
        {streaming ? <Thinking /> : <Thought durationMs={durationMs} cutOff={cutOff} tokens={tokens} />}
      </Row>
      {/* The small window stays until it closes: another form for its last second would move what stands below. */}
      {open && <ReasoningText text={part.text} windowed={live && !(touched && !streaming)} />}
    </details>
  )
})

/** Opens by itself while the model thinks, closes by itself once, and never against a hand that touched it. */
function useOpenWhileThinking(thinking: boolean, answered: boolean) {
  const [open, setOpen] = useState(thinking)
  const [touched, setTouched] = useState(false)
  const [closed, setClosed] = useState(!thinking)

  // The answer has begun: a second later the thought makes room for it.
  useEffect(() => {
    if (!answered || touched || closed) return
    const timer = setTimeout(() => {
      setOpen(false)
      setClosed(true)
    }, closeAfterMs)
    return () => clearTimeout(timer)
  }, [answered, touched, closed])

  return {
    open,
    touched,
    toggle: () => {
      setTouched(true)
      setOpen(!open)
    },
    /** The browser's own search opens what it found. */
    follow: (isOpen: boolean) => {
      if (isOpen === open) return
      setTouched(true)
      setOpen(isOpen)
    }
  }
}

function Row({ icon, onClick, children }: { icon: ReactNode; onClick: () => void; children: ReactNode }) {
  return (
    <summary
      className="hit flex h-8 w-fit max-w-full select-none items-center gap-2 rounded-sm text-body text-ink-2 hover:text-ink"
      onClick={event => {
        event.preventDefault()
        onClick()
      }}
    >
      {icon}
      {children}
    </summary>
  )
}

function Thinking() {
  const [since] = useState(() => Date.now())
  const elapsedMs = useElapsed(since)
  return (
    <>
      <span className="shimmer font-medium">Thinking</span>
      {elapsedMs !== null && elapsedMs >= 1000 && (
        <span className="figures text-ink-3 text-ui">{formatDuration(Math.floor(elapsedMs / 1000) * 1000)}</span>
      )}
    </>
  )
}

function Thought({ durationMs, cutOff, tokens }: { durationMs: number | undefined; cutOff: boolean; tokens: number | null }) {
  return (
    <>
      <span className="truncate">
        {thoughtLabel(durationMs)}
        {cutOff && ', cut off'}
      </span>
      {tokens !== null && <span className="figures shrink-0 text-ink-3 text-ui">{tokenCount(tokens)}</span>}
    </>
  )
}

function tokenCount(tokens: number, depth: 'glance' | 'note' = 'note'): string {
  return tokens === 1 ? '1 token' : `${formatTokens(tokens, depth)} tokens`
}

/** Old rows have no time, and none is made up for them. */
function thoughtLabel(durationMs: number | undefined): string {
  if (durationMs === undefined) return 'Thought'
  return durationMs < 1000 ? 'Thought for less than a second' : `Thought for ${formatDuration(Math.round(durationMs / 1000) * 1000)}`
}

function ReasoningText({ text, windowed }: { text: string; windowed: boolean }) {
  if (windowed) {
    const long = text.length > tailCharacters / 4
    return (
      <div
        className={classNames(
          'thought-rule ml-2 flex max-h-33 flex-col justify-end overflow-hidden pl-4 text-body text-ink-2',
          long && 'fade-top'
        )}
      >
        <p className="whitespace-pre-wrap wrap-anywhere">{text.slice(-tailCharacters)}</p>
      </div>
    )
  }
  return (
    <div className="thought-rule ml-2 pl-4">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <div tabIndex={0} className="max-h-96 overflow-y-auto text-body text-ink-2">
        <Markdown text={text} />
      </div>
      <CopyButton text={text} label="Copy thought" className="-ml-2 mt-1" />
    </div>
  )
}

function HiddenReasoning({ tokens }: { tokens: number | null }) {
  const [open, setOpen] = useState(false)
  return (
    <details open={open} onToggle={event => setOpen(event.currentTarget.open)}>
      <Row onClick={() => setOpen(!open)} icon={<Lock className="text-ink-3" />}>
        <span className="whitespace-nowrap">
          Reasoning hidden<span className="@max-text:hidden"> by the provider</span>
        </span>
        {tokens !== null && <span className="figures whitespace-nowrap text-ink-3 text-ui">{tokenCount(tokens, 'glance')}</span>}
        <Info className="size-3.5 text-ink-3" />
      </Row>
      <p className="pl-6 text-ink-3 text-ui">Encrypted by the provider. Kept exactly as it came and sent back unchanged.</p>
    </details>
  )
}
