'use client'

import './zod-without-eval.ts'
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { uuidv7 } from 'uuidv7'
import type { ConversationDetail } from '@/lib/chat/conversation.ts'
import type { ChatMessage } from '@/lib/chat/message.ts'
import { isTemporary, temporaryId, temporaryTitle } from '@/lib/chat/temporary.ts'
import { subscribeToUserEvents } from '../http/user-events.ts'
import { overlayBranch, textOf } from './branch-view.ts'
import { ConversationSession } from './conversation-session.ts'
import { createDraft } from './draft.ts'
import { useSettledBranch } from './live-branch.ts'

/**
 * The session of one conversation, and what is on screen of it, but for the words of a running answer. `onStarted`: a new conversation,
 * `temporary` or kept, has got its first question.
 */
export function useConversation(detail: ConversationDetail | null, temporary: boolean, onStarted: (conversationId: string) => void) {
  const [session] = useState(() => {
    const conversationId = detail?.id ?? (temporary ? temporaryId() : uuidv7())
    const draft = createDraft(detail || temporary ? conversationId : 'new')
    return new ConversationSession({
      conversationId,
      detail,
      draft,
      onAccepted: turn => {
        if (turn.trigger === 'submit-message' && turn.parentId === null) onStarted(conversationId)
      }
    })
  })
  const state = useSyncExternalStore(session.subscribe, session.getState, session.getState)
  const messages = useSettledBranch(session.chat)

  // A page that opens in the middle of an answer joins it; one that leaves detaches.
  useEffect(() => session.start(), [session])

  // Other tabs, settled costs and new titles come from the server's events.
  useEffect(
    () =>
      subscribeToUserEvents(event => {
        if ('conversationId' in event && event.conversationId !== session.conversationId) return
        if (event.type === 'turn' && event.messageId === session.getState().running?.messageId) return
        if (event.type === 'conversation' && event.deleted !== undefined) session.setDeleted(event.deleted)
        void session.refresh()
      }),
    [session]
  )

  const tree = useMemo(() => overlayBranch(state.tree, messages), [state.tree, messages])
  const { earlier } = state
  const earlierQuestions = earlier && messages[0]?.id === earlier.firstId ? earlier.questions : 0
  return {
    session,
    ...state,
    title: state.title || firstTitle(session.conversationId, messages),
    messages,
    tree,
    branch: { chat: session.chat, messages, earlierQuestions, tree }
  }
}

/** As the server does until a title is made; empty before the first question. */
function firstTitle(conversationId: string, [question]: readonly ChatMessage[]): string {
  if (!question) return ''
  return isTemporary(conversationId) ? temporaryTitle : textOf(question).slice(0, 60)
}
