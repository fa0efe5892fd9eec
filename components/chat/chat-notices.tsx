import dynamic from 'next/dynamic'
import type { ChatMessage } from '@/lib/chat/message.ts'
import type { ConversationSession, Problem } from './conversation-session.ts'
import { ProblemNotice } from './problem-notice.tsx'

const BudgetWarning = dynamic(() => import('../budgets/budget-notices.tsx').then(module => module.BudgetWarning), { ssr: false })

interface ChatNoticesProps {
  session: ConversationSession
  problem: Problem | null
  messages: readonly ChatMessage[]
  /** Who would be asked now. */
  model: string
  onChooseModel: (id: string) => void
}

/** What stands above the composer: what went wrong with the last question, else how near a budget is to its end. */
export function ChatNotices({ session, problem, messages, model, onChooseModel }: ChatNoticesProps) {
  const asked = { model, modalities: modalitiesOf(messages), onChooseModel }
  return (
    <div className="mb-3 empty:hidden">
      {problem ? (
        <ProblemNotice
          problem={problem}
          {...asked}
          onConfirm={session.sendAnyway}
          onReconnect={() => session.reconnect()}
          onDismiss={() => session.dismissProblem()}
        />
      ) : (
        <BudgetWarning conversationId={session.conversationId} {...asked} />
      )}
    </div>
  )
}

/** What the questions show beside text. */
function modalitiesOf(messages: readonly ChatMessage[]): string[] {
  const files = messages.flatMap(({ role, parts }) => (role === 'user' ? parts.filter(part => part.type === 'file') : []))
  return [...new Set(files.map(({ mediaType }) => (mediaType === 'application/pdf' ? 'file' : (mediaType.split('/')[0] ?? ''))))]
}
