'use client'

import type { Chat } from '@ai-sdk/react'
import { type ComponentProps, type KeyboardEvent, memo, useMemo, useState } from 'react'
import type { ChatMessage } from '@/lib/chat/message.ts'
import type { ModelCatalogue } from '@/lib/chat/model-summary.ts'
import { findModel, modelName } from '../models/model-name.ts'
import { Answer } from './answer.tsx'
import { cacheNote } from './answer-figures.ts'
import { siblingIndex } from './branch-view.ts'
import { FarEntry, nearEntries } from './far-entry.tsx'
import { GrowingText, GrowingTextContext } from './growing-text.ts'
import { useLiveMessage } from './live-branch.ts'
import { Question } from './question.tsx'
import type { RunningTurn } from './running-turn.ts'
import { Unanswered } from './unanswered.tsx'
import type { RetryCountdown } from './use-retry-countdown.ts'

interface TranscriptProps {
  chat: Chat<ChatMessage>
  messages: readonly ChatMessage[]
  /** Before the first of them, while the rest is not there. */
  earlierQuestions: number
  tree: readonly ChatMessage[]
  running: RunningTurn | null
  countdown: RetryCountdown | null
  catalogue: ModelCatalogue
}

/** The branch on screen, as numbered questions and answers. */
export const Transcript = memo(function Transcript({
  chat,
  messages,
  earlierQuestions,
  tree,
  running,
  countdown,
  catalogue
}: TranscriptProps) {
  const siblings = useMemo(() => siblingIndex(tree), [tree])
  let ordinal = earlierQuestions
  const entries = withExpectedAnswer(messages, running)
  const last = messages.at(-1)
  return (
    <div role="log" aria-live="off" aria-label="Conversation" onKeyDown={moveBetweenEntries} className="flex flex-col gap-y-8 pt-6">
      {entries.map((message, index) => {
        if (message.role === 'user') ordinal += 1
        return (
          <FarEntry key={message.id} message={message} ordinal={ordinal} isFar={index < entries.length - nearEntries}>
            {message.role === 'user' ? (
              <Question message={message} ordinal={ordinal} siblings={siblings.get(message.id) ?? null} />
            ) : (
              <div className="-mt-3.5">
                <LiveAnswer
                  chat={chat}
                  message={message}
                  ordinal={ordinal}
                  model={modelName(catalogue, message.metadata?.model)}
                  cacheNote={message.metadata ? cacheNote(message.metadata, findModel(catalogue, message.metadata.model)) : null}
                  runningSince={runningSince(message, running)}
                  busy={running !== null}
                  countdown={countdown?.messageId === message.id ? countdown : null}
                  siblings={siblings.get(message.id) ?? null}
                />
              </div>
            )}
          </FarEntry>
        )
      })}
      {last?.role === 'user' && !running && <Unanswered questionId={last.id} />}
    </div>
  )
})

type LiveAnswerProps = ComponentProps<typeof Answer> & { chat: Chat<ChatMessage> }

/** While it is written, an answer is all that is drawn again for what it does, and the text that grows for its words. */
const LiveAnswer = memo(function LiveAnswer({ chat, message, ...rest }: LiveAnswerProps) {
  const [growing] = useState(() => new GrowingText())
  const latest = useLiveMessage(chat, message, rest.runningSince !== null, growing)
  return (
    <GrowingTextContext value={growing}>
      <Answer {...rest} message={latest} />
    </GrowingTextContext>
  )
})

/** Between Send and the first chunk the answer stands there already, so that nothing moves when it comes. */
function withExpectedAnswer(messages: readonly ChatMessage[], running: RunningTurn | null): readonly ChatMessage[] {
  if (!running || messages.at(-1)?.role !== 'user') return messages
  const expected: ChatMessage = {
    id: running.messageId,
    role: 'assistant',
    parts: [],
    metadata: {
      status: 'streaming',
      parentId: running.parentId,
      createdAt: new Date(running.startedAt ?? 0).toISOString(),
      ...(running.model === undefined ? {} : { model: running.model })
    }
  }
  return [...messages, expected]
}

/** The server's clock only when the turn was not started here: the two may differ. */
function runningSince(message: ChatMessage, running: RunningTurn | null): number | null {
  if (running?.messageId !== message.id) return null
  return running.startedAt ?? Date.parse(message.metadata?.createdAt ?? '')
}

/** Where letters are typed, or name an entry of a menu. Layers of an entry may stand in its place in the document, or elsewhere. */
const lettersTaken = 'input, textarea, select, dialog, [role="dialog"], [role="menu"]'

/** J and K go from entry to entry while nothing is being typed. */
function moveBetweenEntries(event: KeyboardEvent<HTMLElement>): void {
  if ((event.key !== 'j' && event.key !== 'k') || event.ctrlKey || event.metaKey || event.altKey) return
  const { target, currentTarget } = event
  if (!(target instanceof Element) || !currentTarget.contains(target) || target.closest(lettersTaken)) return
  const entries = [...currentTarget.querySelectorAll<HTMLElement>('.entry')]
  const at = entries.findIndex(entry => entry.contains(document.activeElement))
  const next = entries[event.key === 'j' ? Math.min(at + 1, entries.length - 1) : Math.max(at - 1, 0)]
  next?.focus()
  next?.scrollIntoView({ block: 'nearest' })
}
