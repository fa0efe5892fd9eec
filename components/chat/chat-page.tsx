'use client'

import dynamic from 'next/dynamic'
import { usePathname } from 'next/navigation'
import { useCallback, useEffect, useState } from 'react'
import type { ConversationDetail } from '@/lib/chat/conversation.ts'
import { isTemporary } from '@/lib/chat/temporary.ts'
import { useShell } from '../conversations/shell-context.ts'
import { type ApiError, asApiError, requestJson } from '../http/request-json.ts'
import type { FoundPlace } from '../search/show-found.tsx'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { RequestId } from '../ui/request-id.tsx'
import { ChatView } from './chat-view.tsx'
import { TemporaryGone } from './temporary-gone.tsx'

const ShowFound = dynamic(() => import('../search/show-found.tsx').then(module => module.ShowFound), { ssr: false })

interface ConversationPageProps {
  detail: ConversationDetail
  /** What a search led to: its message is on the branch of `detail`. */
  found?: FoundPlace | null
}

/** A conversation that the server has read. */
export function ConversationPage({ detail, found = null }: ConversationPageProps) {
  return (
    <>
      <ChatView key={`${detail.id} ${found?.messageId ?? ''}`} detail={detail} onStarted={nothingToDo} />
      {found && <ShowFound key={`${found.messageId} ${found.words}`} {...found} />}
    </>
  )
}

function nothingToDo(): void {
  // It has its address already.
}

/** A chat that has not begun. With its first question it takes its address without leaving the page. `temporary`: it will not be kept. */
export function NewChatPage({ temporary = false }: { temporary?: boolean }) {
  const { newChatNumber, list } = useShell()
  const pathname = usePathname()
  // An address that was taken here leads the browser's way back to this page: it is the conversation's then, unless that is on screen
  // already, or has just been left and the address does not say so yet.
  const addressed = conversationIn(pathname)
  const [own, setOwn] = useState<string | null>(null)
  const [shown, setShown] = useState({ newChatNumber, pathname })
  if (shown.newChatNumber !== newChatNumber || shown.pathname !== pathname) {
    setShown({ newChatNumber, pathname })
    if (shown.newChatNumber !== newChatNumber) setOwn(addressed)
    else if (addressed !== own) setOwn(null)
  }
  const returnedTo = addressed === own ? null : addressed
  const onStarted = useCallback(
    (conversationId: string) => {
      setOwn(conversationId)
      window.history.replaceState(null, '', `/c/${conversationId}`)
      list.refreshSoon()
    },
    [list]
  )
  if (returnedTo !== null) return <ReturnedConversation key={returnedTo} conversationId={returnedTo} />
  return <ChatView key={newChatNumber} detail={null} temporary={temporary} onStarted={onStarted} />
}

function conversationIn(pathname: string): string | null {
  return /^\/c\/([\w-]+)$/.exec(pathname)?.[1] ?? null
}

function ReturnedConversation({ conversationId }: { conversationId: string }) {
  const [detail, setDetail] = useState<ConversationDetail | null>(null)
  const [error, setError] = useState<ApiError | null>(null)

  const read = useCallback(() => {
    setError(null)
    requestJson<ConversationDetail>(`/api/conversations/${conversationId}`).then(setDetail, (failure: unknown) =>
      setError(asApiError(failure))
    )
  }, [conversationId])

  // The page that the server would have read.
  useEffect(read, [read])

  if (detail) return <ConversationPage detail={detail} />
  if (!error) return null
  if (error.code === 'not_found' && isTemporary(conversationId)) return <TemporaryGone />
  return (
    <main className="mx-auto w-full max-w-form p-8">
      <Notice tone="danger" title="Conversation not read" actions={<Button onClick={read}>Try again</Button>}>
        <p>{error.message}</p>
        <RequestId id={error.requestId} />
      </Notice>
    </main>
  )
}
