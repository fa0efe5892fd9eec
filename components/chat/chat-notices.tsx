'use client'

import dynamic from 'next/dynamic'
import { type RefObject, useSyncExternalStore } from 'react'
import type { ChatMessage } from '@/lib/chat/message.ts'
import { isTemporary } from '@/lib/chat/temporary.ts'
import { fileOfPart, modalitiesOf } from '../attachments/attached-file.ts'
import type { ConversationSession } from './conversation-session.ts'
import { emptyQueue } from './message-queue.ts'
import { ProblemNotice } from './problem-notice.tsx'
import type { Problem } from './session-state.ts'

const BudgetWarning = dynamic(() => import('../budgets/budget-notices.tsx').then(module => module.BudgetWarning), { ssr: false })
/** To be had before it is needed: without a connection it could not be loaded any more. */
export const loadQueuedMessages = () => import('./queued-messages.tsx')
const QueuedMessages = dynamic(() => loadQueuedMessages().then(module => module.QueuedMessages), { ssr: false })

interface ChatNoticesProps {
  session: ConversationSession
  problem: Problem | null
  messages: readonly ChatMessage[]
  field: RefObject<HTMLTextAreaElement | null>
  /** Who would be asked now. */
  model: string
  onChooseModel: (id: string) => void
  /** Asks what is in the field: behind the running answer, or `after` another message, as a branch. */
  onAsk: (text: string, after?: string | null) => void
}

/** What stands above the composer: what went wrong with the last question, else how near a budget is to its end; and what waits to be asked. */
export function ChatNotices({ session, problem, messages, field, model, onChooseModel, onAsk }: ChatNoticesProps) {
  const { store } = session.queue
  const queued = useSyncExternalStore(store.subscribe, store.getState, () => emptyQueue)
  const asked = { model, modalities: shownBeside(messages), onChooseModel }
  return (
    <>
      <div className="mb-3 empty:hidden">
        {problem ? (
          <ProblemNotice
            problem={problem}
            temporary={isTemporary(session.conversationId)}
            {...asked}
            onQueue={after => onAsk(session.draft.get(), after)}
            onConfirm={session.sendAnyway}
            onReconnect={() => session.reconnect()}
            onDismiss={() => session.dismissProblem()}
          />
        ) : (
          <BudgetWarning conversationId={session.conversationId} {...asked} />
        )}
      </div>
      {queued.items.length > 0 && (
        <QueuedMessages
          queue={session.queue}
          state={queued}
          model={model}
          shown={messages.map(({ id }) => id)}
          busy={session.busy}
          field={field}
        />
      )}
    </>
  )
}

/** What the questions show beside text. */
function shownBeside(messages: readonly ChatMessage[]): string[] {
  return modalitiesOf(messages.flatMap(({ role, parts }) => (role === 'user' ? parts.flatMap(fileOfPart) : [])))
}
