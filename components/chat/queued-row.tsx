'use client'

import ArrowDown from 'lucide-react/icons/arrow-down'
import ArrowUp from 'lucide-react/icons/arrow-up'
import Pencil from 'lucide-react/icons/pencil'
import X from 'lucide-react/icons/x'
import { type KeyboardEvent, type MouseEvent, useEffect, useRef, useState } from 'react'
import { useShell } from '../conversations/shell-context.ts'
import { modelName } from '../models/model-name.ts'
import { Button, IconButton } from '../ui/button.tsx'
import type { QueuedMessage } from './message-queue.ts'

interface QueuedRowProps {
  item: QueuedMessage
  isFirst: boolean
  isLast: boolean
  /** An answer is being written, which sending at once would stop. */
  busy: boolean
  /** Who would be asked now; another one is named. */
  model: string
  onMove: (by: -1 | 1) => void
  onHold: () => () => void
  onEdit: (text: string) => void
  onDrop: () => void
  onSendNow: () => void
}

/** One message that waits: its text, and what can be done with it. */
export function QueuedRow({ item, isFirst, isLast, busy, model, onMove, onHold, onEdit, onDrop, onSendNow }: QueuedRowProps) {
  const { catalogue } = useShell()
  const [editing, setEditing] = useState(false)
  const hold = useRef(onHold)
  // Nobody else knows that somebody is typing here.
  useEffect(() => (editing ? hold.current() : undefined), [editing])
  if (editing) {
    return (
      <li className="border-line border-t py-2">
        <QueuedText
          text={item.text}
          mayBeEmpty={item.files.length > 0}
          onDone={text => {
            setEditing(false)
            if (text !== null) onEdit(text)
          }}
        />
      </li>
    )
  }
  const files = item.files.map(file => file.filename ?? 'file').join(', ')
  const asked = item.settings.model === model ? '' : modelName(catalogue, item.settings.model)
  const notes = [asked, item.parentId === undefined ? '' : 'as a branch', item.text === '' ? '' : files].filter(Boolean)
  const move = (by: -1 | 1) => (event: MouseEvent<HTMLButtonElement>) => {
    const button = event.currentTarget
    onMove(by)
    // A row that changes its place loses the focus.
    requestAnimationFrame(() => button.focus())
  }
  return (
    <li className="flex flex-wrap items-center gap-x-3 border-line border-t py-0.5 pointer-coarse:py-2">
      <div className="min-w-0 flex-1 basis-64">
        <p className="truncate text-body text-ink" title={item.text}>
          {item.text === '' ? files : item.text}
        </p>
        {notes.length > 0 && <p className="truncate text-ink-3 text-note">{notes.join(' · ')}</p>}
      </div>
      <div className="-mr-2 ml-auto flex items-center pointer-coarse:gap-3">
        <Button variant="ghost" title={busy ? 'Stops the running answer and sends this' : undefined} onClick={onSendNow}>
          Send now
        </Button>
        <IconButton label="Move up" aria-disabled={isFirst} onClick={move(-1)}>
          <ArrowUp />
        </IconButton>
        <IconButton label="Move down" aria-disabled={isLast} onClick={move(1)}>
          <ArrowDown />
        </IconButton>
        <IconButton label="Edit" onClick={() => setEditing(true)}>
          <Pencil />
        </IconButton>
        <IconButton label="Drop" onClick={onDrop}>
          <X />
        </IconButton>
      </div>
    </li>
  )
}

interface QueuedTextProps {
  text: string
  mayBeEmpty: boolean
  /** `null`: as it was. */
  onDone: (text: string | null) => void
}

function QueuedText({ text, mayBeEmpty, onDone }: QueuedTextProps) {
  const [changed, setChanged] = useState(text)
  const empty = changed.trim() === '' && !mayBeEmpty
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return
    if (event.key === 'Escape') {
      // It is this that ends, not the running answer.
      event.preventDefault()
      onDone(null)
    }
    if (event.key !== 'Enter' || event.shiftKey || event.altKey) return
    event.preventDefault()
    if (!empty) onDone(changed)
  }
  return (
    <div className="flex flex-col gap-2">
      <textarea
        aria-label="Queued message"
        autoComplete="off"
        // biome-ignore lint/a11y/noAutofocus: it was asked for
        autoFocus
        rows={1}
        value={changed}
        onChange={event => setChanged(event.target.value)}
        onKeyDown={onKeyDown}
        className="field-sizing-content block max-h-40dvh w-full resize-none rounded-sm border border-line-strong bg-raised px-3 py-2 text-ink text-read"
      />
      <div className="flex gap-1.5">
        <Button disabled={empty} onClick={() => onDone(changed)}>
          Save
        </Button>
        <Button variant="ghost" onClick={() => onDone(null)}>
          Cancel
        </Button>
      </div>
    </div>
  )
}
