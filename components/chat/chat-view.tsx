'use client'

import dynamic from 'next/dynamic'
import { useMemo, useRef, useState } from 'react'
import type { ConversationDetail } from '@/lib/chat/conversation.ts'
import type { ChatMessage } from '@/lib/chat/message.ts'
import { isTemporary, temporaryTitle } from '@/lib/chat/temporary.ts'
import type { TurnSettings } from '@/lib/chat/turn-request.ts'
import { partOfFile } from '../attachments/attached-file.ts'
import { useShell } from '../conversations/shell-context.ts'
import { ModelButton } from '../models/model-button.tsx'
import { ModelNotes } from '../models/model-notes.tsx'
import { useToast } from '../ui/toaster.tsx'
import { BranchActionsContext, useBranchActions } from './branch-actions.ts'
import { filesOf, textOf } from './branch-view.ts'
import { type ChatActions, ChatActionsContext } from './chat-actions.ts'
import { ChatHeader } from './chat-header.tsx'
import { ChatNotices, loadQueuedMessages } from './chat-notices.tsx'
import type { SamplePrompt } from './demo-prompts.ts'
import { EffortMenu } from './effort-menu.tsx'
import { ForkedFrom } from './forked-from.tsx'
import { goOnText } from './go-on-text.ts'
import { JumpToEnd } from './jump-to-end.tsx'
import { LiveSpeech } from './live-speech.tsx'
import { NewChat } from './new-chat.tsx'
import { QuestionField } from './question-field.tsx'
import { type RetryChange, retrySettings } from './retry-settings.ts'
import { SettingsButton } from './settings/settings-button.tsx'
import { loadSlashCommands } from './slash/slash-commands.tsx'
import { TemporaryBanner } from './temporary-banner.tsx'
import { loadTranscript, TranscriptWhenLoaded } from './transcript-when-loaded.tsx'
import { useChatKeys } from './use-chat-keys.ts'
import { useConversation } from './use-conversation.ts'
import { useDraftFiles } from './use-draft-files.ts'
import { useQuestionEdit } from './use-question-edit.ts'
import { useRetryCountdown } from './use-retry-countdown.ts'
import { useStickToEnd } from './use-stick-to-end.ts'
import { useTurnSettings } from './use-turn-settings.ts'

// A new chat has nothing to transcribe: its page loads without markdown and parts, and has them before they are needed.
const loadForAnswer = () => void Promise.all([loadTranscript(), loadQueuedMessages(), loadSlashCommands()])
const Transcript = dynamic(loadTranscript)

/** Of a sum over what is not all there. */
const nothingYet: readonly ChatMessage[] = []

interface ChatViewProps {
  /** `null` for a chat that has not begun. */
  detail: ConversationDetail | null
  /** Of one that has not begun: it will not be kept. */
  temporary?: boolean
  /** A new chat has got its first question, and with it an address. */
  onStarted: (conversationId: string) => void
}

/** One conversation: header, transcript, composer. */
export function ChatView({ detail, temporary = false, onStarted }: ChatViewProps) {
  const { catalogue, dismissWelcome, deleteConversation } = useShell()
  const conversation = useConversation(detail, temporary, onStarted)
  const { session, messages, branch, title, cost, running, connection, problem } = conversation
  const chosen = useTurnSettings(session, conversation.settings)
  const { modelId, model, effort, turnSettings, setEffort, chooseModel } = chosen
  const begun = messages.length > 0 || running !== null
  // A chat that lies in a folder has an address before it has begun: its page was read without a transcript, too.
  const [readWithTranscript] = useState(detail !== null && begun)
  const { scroller, content, atEnd, unread, toEnd } = useStickToEnd(begun, running !== null)
  const [pickerOpen, setPickerOpen] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  const toast = useToast()

  /** The turn that this page asked for last. */
  const asked = useRef<{ questionId: string | null; settings: TurnSettings } | null>(null)
  const again = (questionId: string, settings: TurnSettings) => {
    asked.current = { questionId, settings }
    session.retry(questionId, settings)
  }
  const { countdown, stop: stopCounting } = useRetryCountdown({
    running,
    messages,
    retry: questionId => session.lastSettings && again(questionId, session.lastSettings)
  })

  const submit = (question: Parameters<typeof session.submit>[0], settings = turnSettings()) => {
    const isQueued = session.busy
    if (!session.submit(question, settings) || isQueued) return
    asked.current = { questionId: null, settings }
    toEnd()
  }
  const ask = (prompt: SamplePrompt) => {
    dismissWelcome()
    if (prompt.model) chooseModel(prompt.model)
    submit({ text: prompt.text }, turnSettings(prompt.model))
    field.current?.focus()
  }
  const fill = (text: string) => {
    session.draft.set(text)
    field.current?.focus()
  }

  /** Asks again with what is chosen now and a change; another model is chosen with it, as in the picker. */
  const retry = (questionId: string, change: RetryChange = {}) => {
    const before = asked.current?.questionId === questionId ? (asked.current.settings.routing?.ignore ?? []) : []
    again(questionId, retrySettings(turnSettings(change.model), change, before))
    if (change.model !== undefined) chooseModel(change.model)
    if (change.defaultEffort) setEffort(null)
    field.current?.focus()
  }

  const { edited, edit } = useQuestionEdit(session, branch, field)
  const files = useDraftFiles(session, field)
  const submitField = (text: string, after = edited?.parentId) => {
    if (files.uploading) toast('A file is still being stored. Send again in a moment.')
    else submit({ text, files: session.draft.files().map(partOfFile), after })
  }
  const goOn = (answerId: string) => submit({ text: goOnText, after: answerId })
  const openPicker = (open: boolean) => {
    stopCounting()
    setPickerOpen(open)
  }
  const latest = useRef({ goOn, retry, openPicker })
  latest.current = { goOn, retry, openPicker }
  const actions = useMemo<ChatActions>(
    () => ({
      retry: (questionId, change) => latest.current.retry(questionId, change),
      stopCounting,
      goOn: answerId => latest.current.goOn(answerId),
      showBranchOf: messageId => session.edits.showBranchOf(messageId),
      editQuestion: questionId => {
        stopCounting()
        const question = session.chat.messages.find(message => message.id === questionId)
        if (question) session.draft.edit(questionId, { text: textOf(question), files: filesOf(question) })
        field.current?.focus()
      },
      openModels: () => latest.current.openPicker(true)
    }),
    [session, stopCounting]
  )
  const branchActions = useBranchActions(session.edits, { goOn, again, turnSettings })
  const onKeyDown = useChatKeys(session, field, actions, edit)
  const shown = { ...branch, running, countdown, catalogue }
  return (
    <ChatActionsContext value={actions}>
      <title>{`${title || (temporary ? temporaryTitle : 'New chat')} · Steno`}</title>
      <ChatHeader
        conversationId={session.conversationId}
        title={title}
        cost={begun ? cost : null}
        tree={branch.earlierQuestions > 0 ? nothingYet : branch.tree}
        model={modelId}
        onRename={next => session.rename(next)}
        onDelete={() => deleteConversation(session.conversationId, title)}
        settings={<SettingsButton chosen={chosen} />}
      />
      {isTemporary(session.conversationId) && <TemporaryBanner />}
      <main ref={scroller} onKeyDown={onKeyDown} {...files.dropTarget} className="@container flex min-h-0 flex-1 flex-col overflow-y-auto">
        <div ref={content} className="flex flex-1 flex-col">
          {begun ? (
            <BranchActionsContext value={branchActions}>
              <div className="transcript flex-1">
                {detail?.forkedFrom && <ForkedFrom origin={detail.forkedFrom} />}
                {readWithTranscript ? <Transcript {...shown} /> : <TranscriptWhenLoaded {...shown} />}
              </div>
            </BranchActionsContext>
          ) : (
            <NewChat temporary={temporary} onAsk={ask} onFill={fill} />
          )}
        </div>
        <div className="dock sticky bottom-0 z-20 pt-6" onPointerEnter={loadForAnswer} onFocus={loadForAnswer}>
          <div className="transcript-dock">
            <div className="relative md:col-start-2 md:-mx-4">
              {!atEnd && begun && <JumpToEnd unread={unread} onClick={toEnd} />}
              <ChatNotices {...{ session, problem, messages, field }} model={modelId} onChooseModel={chooseModel} onAsk={submitField} />
              <QuestionField
                {...{ session, field, messages, edited, edit, running, connection, files, model }}
                settings={turnSettings()}
                last={conversation.branchSettings}
                notes={<ModelNotes model={modelId} unsent={chosen.unsent} />}
                onSubmit={text => submitField(text)}
                onChooseModel={chooseModel}
                controls={
                  <>
                    <ModelButton model={modelId} open={pickerOpen} onOpenChange={openPicker} onChoose={chooseModel} />
                    <EffortMenu model={model} effort={effort} onChange={setEffort} />
                  </>
                }
              />
            </div>
          </div>
        </div>
      </main>
      <LiveSpeech chat={session.chat} runningId={running?.messageId ?? null} />
    </ChatActionsContext>
  )
}
