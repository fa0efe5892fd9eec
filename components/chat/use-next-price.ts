'use client'

import { useEffect, useState } from 'react'
import { branchTo } from '@/lib/chat/branch.ts'
import { effortOf } from '@/lib/chat/effort.ts'
import type { ChatMessage } from '@/lib/chat/message.ts'
import type { TurnSettings } from '@/lib/chat/turn-request.ts'
import type { PriceBasis } from '@/lib/cost/next-price.ts'
import { cacheLifeMs } from '@/lib/cost/prompt-cache.ts'
import type { AttachedFile } from '../attachments/attached-file.ts'
import { requestJson } from '../http/request-json.ts'
import type { ConversationSession } from './conversation-session.ts'
import type { Draft } from './draft.ts'
import { promptTail } from './prompt-tail.ts'
import type { EditedQuestion } from './use-edited-question.ts'

interface PricedTurn {
  session: Pick<ConversationSession, 'conversationId' | 'draft'>
  /** The branch on screen, and the question of it that is being asked anew. */
  messages: readonly ChatMessage[]
  edited: EditedQuestion | null
  files: readonly AttachedFile[]
  settings: TurnSettings
  running: boolean
}

/** What the next answer is priced by. */
export interface Pricing {
  basis: PriceBasis
  settings: TurnSettings
  draft: Draft
  files: readonly AttachedFile[]
  /** Of what was said since the upstream counted last. */
  tailTokens: number
  /** The last answer that the upstream counted, while a question before it is being asked anew. */
  replaced: ChatMessage | null
}

/** What the price of the next answer follows from, read when it changes; what is typed needs no reading. `null`: not known (yet). */
export function useNextPrice({ session, messages, edited, files, settings, running }: PricedTurn): Pricing | null {
  const { answerId, tokens } = promptTail(edited ? branchTo(messages, edited.parentId) : messages)
  const [read, setRead] = useState<{ query: string; basis: PriceBasis } | null>(null)
  const effort = effortOf(settings)
  const query = new URLSearchParams({
    model: settings.model,
    ...(effort === null ? {} : { effort }),
    ...(answerId === null ? {} : { conversationId: session.conversationId, answerId })
  }).toString()

  // The server knows how this model has answered. A failure leaves the price away, which is no harm to the message.
  useEffect(() => {
    if (running) return
    let left = false
    requestJson<PriceBasis>(`/api/costs/estimate?${query}`).then(
      basis => left || setRead({ query, basis }),
      () => left || setRead(null)
    )
    return () => {
      left = true
    }
  }, [query, running])

  useRedrawAt(read?.basis.anchor ? Date.parse(read.basis.anchor.calledAt) + cacheLifeMs : null)
  if (read?.query !== query || running) return null
  const replaced = edited ? (messages.find(({ id }) => id === promptTail(messages).answerId) ?? null) : null
  return { basis: read.basis, settings, draft: session.draft, files, tailTokens: tokens, replaced }
}

/** The cache expires while the page lies open. */
function useRedrawAt(time: number | null): void {
  const [, setDrawn] = useState(0)
  useEffect(() => {
    if (time === null || time <= Date.now()) return
    const timer = setTimeout(() => setDrawn(time), time - Date.now() + 1)
    return () => clearTimeout(timer)
  }, [time])
}
