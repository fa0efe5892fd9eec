'use client'

import ArrowUp from 'lucide-react/icons/arrow-up'
import ListPlus from 'lucide-react/icons/list-plus'
import Square from 'lucide-react/icons/square'
import {
  type ClipboardEvent,
  type KeyboardEvent,
  type MouseEventHandler,
  memo,
  type ReactNode,
  type RefObject,
  useSyncExternalStore
} from 'react'
import { classNames } from '../ui/class-names.ts'
import type { Draft } from './draft.ts'
import { useDraftField } from './use-draft-field.ts'

interface ComposerProps {
  draft: Draft
  field: RefObject<HTMLTextAreaElement | null>
  running: boolean
  stopping: boolean
  placeholder?: string
  /** While an answer is written, what is sent waits for its end. */
  canQueue?: boolean
  /** Files go with the question: it needs no words. */
  withFiles?: boolean
  /** Above the field: the question's files. */
  attachments?: ReactNode
  onPaste?: (event: ClipboardEvent) => void
  /** Model, effort: what stands left of the button. */
  controls: ReactNode
  /** What sending will probably cost. */
  price?: ReactNode
  onSubmit: (text: string) => void
  onStop: () => void
}

/** Where a question is written. Enter sends, Shift+Enter breaks the line, Esc stops. */
export function Composer({
  draft,
  field,
  running,
  stopping,
  placeholder = 'Ask anything',
  canQueue = false,
  withFiles,
  attachments,
  onPaste,
  controls,
  price,
  onSubmit,
  onStop
}: ComposerProps) {
  const wordless = useSyncExternalStore(
    draft.subscribe,
    () => draft.get().trim() === '',
    () => true
  )
  const empty = wordless && !withFiles
  const onChange = useDraftField(field, draft)

  const submit = () => {
    if (!running || canQueue) onSubmit(draft.get())
  }
  const onKeyDown = (event: KeyboardEvent) => {
    // An Enter that ends a composition belongs to the input method; Safari reports it with key code 229 only.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return
    if (event.key !== 'Enter' || event.shiftKey || event.altKey) return
    event.preventDefault()
    submit()
  }
  return (
    <form
      aria-label="Ask"
      onSubmit={event => {
        event.preventDefault()
        submit()
      }}
      className="rounded-lg border border-line-strong bg-raised shadow-raised has-[textarea:focus-visible]:border-accent has-[textarea:focus-visible]:ring-1 has-[textarea:focus-visible]:ring-accent"
    >
      {attachments}
      <textarea
        ref={field}
        id="composer"
        aria-label="Message"
        placeholder={placeholder}
        autoComplete="off"
        rows={1}
        onChange={onChange}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
        className="field-sizing-content block max-h-40dvh min-h-13 w-full resize-none bg-transparent px-4 pt-3.5 pb-2 text-ink text-read outline-none placeholder:text-ink-3"
      />
      <div className="flex items-center gap-1 px-2 pb-2">
        <div className="flex min-w-0 flex-1 items-center gap-1">{controls}</div>
        {price}
        <SendButtons {...{ running, stopping, canQueue, empty, onStop }} />
      </div>
    </form>
  )
}

interface SendButtonsProps extends Required<Pick<ComposerProps, 'running' | 'stopping' | 'canQueue' | 'onStop'>> {
  empty: boolean
}

/** They stay as they are while somebody types. */
const SendButtons = memo(function SendButtons({ running, stopping, canQueue, empty, onStop }: SendButtonsProps) {
  return (
    <>
      {running && canQueue && !empty && (
        <SendButton label="Queue" type="submit" quiet>
          <ListPlus />
        </SendButton>
      )}
      {running ? (
        // Send was there a moment ago: the second half of a double click stops nothing.
        <SendButton label="Stop" type="button" busy={stopping} onClick={event => event.detail !== 2 && onStop()}>
          <Square className="fill-current" />
        </SendButton>
      ) : (
        <SendButton label="Send" type="submit" disabled={empty}>
          <ArrowUp />
        </SendButton>
      )}
    </>
  )
})

interface SendButtonProps {
  label: string
  type: 'button' | 'submit'
  disabled?: boolean
  /** Beside another one that comes first. */
  quiet?: boolean
  busy?: boolean
  onClick?: MouseEventHandler
  children: ReactNode
}

/** Send and Stop stand at the same place in the same size. */
function SendButton({ label, type, disabled = false, quiet = false, busy = false, onClick, children }: SendButtonProps) {
  return (
    <button
      type={type}
      aria-label={label}
      title={label}
      disabled={disabled}
      aria-busy={busy || undefined}
      onClick={onClick}
      className={classNames(
        'hit flex size-9 shrink-0 items-center justify-center rounded-md transition-opacity duration-120 pointer-coarse:size-11',
        disabled && 'bg-hover text-ink-3',
        !disabled && (quiet ? 'border border-line-strong text-ink hover:bg-surface' : 'bg-inverse text-on-inverse hover:opacity-90'),
        busy && 'opacity-60'
      )}
    >
      {children}
    </button>
  )
}
