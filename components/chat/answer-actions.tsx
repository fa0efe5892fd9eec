'use client'

import Ellipsis from 'lucide-react/icons/ellipsis'
import RefreshCw from 'lucide-react/icons/refresh-cw'
import { lastTextOf } from '@/lib/chat/edited-parts.ts'
import type { ChatMessage } from '@/lib/chat/message.ts'
import { isTemporary } from '@/lib/chat/temporary.ts'
import { IconButton } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { MenuButton } from '../ui/menu-button.tsx'
import { useBranch } from './branch-actions.ts'
import { type Siblings, textOf } from './branch-view.ts'
import { useChatActions } from './chat-actions.ts'
import { RetryMenu } from './retry-menu.tsx'
import { SiblingNav } from './sibling-nav.tsx'

interface AnswerActionsProps {
  message: ChatMessage
  /** Some turn of this conversation is running. */
  busy: boolean
  siblings: Siblings | null
  onEdit: () => void
}

/** What can be done with an answer, below it. */
export function AnswerActions({ message, busy, siblings, onEdit }: AnswerActionsProps) {
  const { retry } = useChatActions()
  const { fork } = useBranch()
  const { parentId: questionId = null, model, effort } = message.metadata ?? {}
  const options = [
    ...(lastTextOf(message.parts) === null ? [] : [{ label: 'Edit', disabled: busy, onSelect: onEdit }]),
    ...(isTemporary(message.id) ? [] : [{ label: 'New chat from here', onSelect: () => fork(message.id) }])
  ]
  return (
    <div className="-mx-2 flex h-8 items-center gap-2 pointer-coarse:h-11 pointer-coarse:gap-5 md:col-start-2 @marginalia:row-start-2">
      <CopyButton text={textOf(message)} />
      <IconButton label="Retry" disabled={busy || questionId === null} onClick={() => questionId !== null && retry(questionId)}>
        <RefreshCw />
      </IconButton>
      {questionId !== null && model !== undefined && <RetryMenu questionId={questionId} model={model} effort={effort} busy={busy} />}
      {options.length > 0 && (
        <MenuButton label="Answer options" className="size-8 justify-center text-ink-3 hover:bg-hover hover:text-ink" entries={options}>
          <Ellipsis />
        </MenuButton>
      )}
      {siblings && <SiblingNav siblings={siblings} what="answer" />}
    </div>
  )
}
