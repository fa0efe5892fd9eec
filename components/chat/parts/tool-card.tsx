'use client'

import type { DynamicToolUIPart } from 'ai'
import Calculator from 'lucide-react/icons/calculator'
import Clock from 'lucide-react/icons/clock'
import TriangleAlert from 'lucide-react/icons/triangle-alert'
import Wrench from 'lucide-react/icons/wrench'
import { memo, useState } from 'react'
import { formatDuration } from '@/lib/cost/format.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Mark } from '../../ui/mark.tsx'
import { RawText } from '../../ui/raw-text.tsx'
import { useElapsed } from '../use-elapsed.ts'
import { stenoMetadata } from './steno-metadata.ts'
import { inputSummary, outputSummary, outputText, toolPhases, toolTitle } from './tool-words.ts'

const icons = new Map([
  ['calculator', Calculator],
  ['current_time', Clock]
])

/** One call: a row that says what was asked and what came, and a body that is only drawn when it is open. */
export const ToolCard = memo(function ToolCard({ part, live }: { part: DynamicToolUIPart; live: boolean }) {
  const failed = part.state === 'output-error'
  const [chosen, setChosen] = useState<boolean | null>(null)
  const open = chosen ?? failed
  const Icon = icons.get(part.toolName) ?? Wrench
  const toggle = () => setChosen(!open)
  return (
    <details open={open} onToggle={event => event.currentTarget.open !== open && setChosen(event.currentTarget.open)}>
      <summary
        className="hit flex h-9.5 select-none items-center gap-2.5 px-3 text-body hover:bg-surface"
        onClick={event => {
          event.preventDefault()
          toggle()
        }}
      >
        <Icon className="text-tool" />
        <span className="shrink-0">{toolTitle(part)}</span>
        <InputLine part={part} />
        <span className="ml-auto flex shrink-0 items-center gap-3 pl-2 text-ink-3 text-ui">
          <ToolStatus part={part} live={live} />
        </span>
      </summary>
      {open && <ToolBody part={part} />}
    </details>
  )
})

function InputLine({ part }: { part: DynamicToolUIPart }) {
  const writing = part.state === 'input-streaming'
  const text = writing ? (part.rawInput ?? inputSummary(part.input)) : inputSummary(part.input)
  return (
    <span className="min-w-0 truncate font-mono text-ink-3 text-ui">
      {text.slice(0, 400)}
      {writing && <span className="live" />}
    </span>
  )
}

function ToolStatus({ part, live }: { part: DynamicToolUIPart; live: boolean }) {
  const phase = toolPhases[part.state]
  const { durationMs } = stenoMetadata('resultProviderMetadata' in part ? part.resultProviderMetadata : undefined)
  const duration = durationMs === undefined ? null : <span className="figures">{formatDuration(durationMs)}</span>
  // A call that nobody will finish any more: the turn ended under it.
  if (!live && (phase === 'writing' || phase === 'running' || phase === 'waiting')) return <span>Not run</span>
  switch (phase) {
    case 'writing':
      return <span>writing</span>
    case 'waiting':
      return <span>Waiting for you</span>
    case 'running':
      return <RunningTime />
    case 'denied':
      return <span>Denied by you</span>
    case 'failed':
      return (
        <>
          <span className="flex items-center gap-1.5 text-danger">
            <TriangleAlert className="size-3.5" />
            Failed
          </span>
          {duration}
        </>
      )
    case 'done':
      return (
        <>
          <span className="figures max-w-40 truncate text-ink max-sm:hidden">{outputSummary(part.output)}</span>
          {duration}
        </>
      )
  }
}

function RunningTime() {
  const [since] = useState(() => Date.now())
  const elapsedMs = useElapsed(since) ?? 0
  return <Mark kind="running" word={elapsedMs < 1000 ? 'running' : formatDuration(Math.floor(elapsedMs / 1000) * 1000)} />
}

function ToolBody({ part }: { part: DynamicToolUIPart }) {
  const input =
    part.state === 'input-streaming' ? (part.rawInput ?? '') : part.input === undefined ? '' : JSON.stringify(part.input, null, 2)
  return (
    <div className="flex flex-col gap-3 border-line border-t bg-tool-wash py-3 pr-3 pl-9.5">
      {part.state === 'output-error' && (
        <div className="text-body text-ink-2">
          <p className="wrap-anywhere">{part.errorText}</p>
          <p className="mt-1 text-ink-3 text-ui">The model was told and went on.</p>
        </div>
      )}
      <ToolText label="Arguments" text={input} />
      {part.state === 'output-available' && <ToolText label="Result" text={outputText(part.output)} />}
    </div>
  )
}

function ToolText({ label, text }: { label: string; text: string }) {
  if (text === '') return null
  return (
    <div>
      <div className="flex h-7 items-center justify-between">
        <span className="text-ink-3 text-note">{label}</span>
        <CopyButton text={text} label={`Copy ${label.toLowerCase()}`} className="size-7" />
      </div>
      <RawText text={text} className="text-ink text-ui" />
    </div>
  )
}
