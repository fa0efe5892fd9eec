'use client'

import dynamic from 'next/dynamic'
import type { ReactNode, RefObject } from 'react'
import { branchTo } from '@/lib/chat/branch.ts'
import type { ChatMessage } from '@/lib/chat/message.ts'
import type { ModelSummary } from '@/lib/chat/model-summary.ts'
import type { TurnSettings } from '@/lib/chat/turn-request.ts'
import { AttachButton } from '../attachments/attach-button.tsx'
import { fileOfPart, unreadableWords } from '../attachments/attached-file.ts'
import { useShell } from '../conversations/shell-context.ts'
import { modelName } from '../models/model-name.ts'
import { carriedReasoning } from './carried-reasoning.ts'
import { Composer } from './composer.tsx'
import type { ConversationSession } from './conversation-session.ts'
import { EditBar } from './edit-bar.tsx'
import type { SessionState } from './session-state.ts'
import { SlashCommands } from './slash/slash-commands.tsx'
import type { DraftFiles } from './use-draft-files.ts'
import type { EditedQuestion } from './use-edited-question.ts'
import { useNextPrice } from './use-next-price.ts'
import { useQuestionCommands } from './use-question-commands.tsx'
import type { QuestionEdit } from './use-question-edit.ts'

const AttachmentList = dynamic(() => import('../attachments/attachment-list.tsx').then(module => module.AttachmentList), { ssr: false })
const UnreadableNotice = dynamic(() => import('../attachments/unreadable-notice.tsx').then(module => module.UnreadableNotice), {
  ssr: false
})
const NextPrice = dynamic(() => import('./next-price.tsx').then(module => module.NextPrice), { ssr: false })
const ContextMeter = dynamic(() => import('./context-meter.tsx').then(module => module.ContextMeter), { ssr: false })
const ContextWarning = dynamic(() => import('./context-meter.tsx').then(module => module.ContextWarning), { ssr: false })
const CacheWarning = dynamic(() => import('./cache-warning.tsx').then(module => module.CacheWarning), { ssr: false })

interface QuestionFieldProps extends Pick<SessionState, 'running' | 'connection'> {
  session: ConversationSession
  field: RefObject<HTMLTextAreaElement | null>
  /** The branch on screen, and the question of it that is being asked anew. */
  messages: readonly ChatMessage[]
  edited: EditedQuestion | null
  /** How that ends without asking it. */
  edit: QuestionEdit | null
  files: DraftFiles
  /** Who is asked, with what; `last`: with which the branch would go on. */
  model: ModelSummary | undefined
  settings: TurnSettings
  last: TurnSettings | null
  /** Model, effort. */
  controls: ReactNode
  /** On the line under the field. */
  notes: ReactNode
  onSubmit: (text: string) => void
  onChooseModel: (id: string) => void
}

/** Where a question is written, with all that is known of it before it is sent: its files, who can read them, its price. */
export function QuestionField({ session, field, messages, edited, edit, files, model, settings, last, ...props }: QuestionFieldProps) {
  const { running, connection, controls, notes, onSubmit, onChooseModel } = props
  const { catalogue } = useShell()
  const before = edited ? branchTo(messages, edited.parentId) : messages
  const filesBefore = before.flatMap(({ role, parts }) => (role === 'user' ? parts.flatMap(fileOfPart) : []))
  const sentFiles = [...filesBefore, ...files.stored]
  const pricing = useNextPrice({ session, messages, edited, files: files.stored, settings, running: running !== null })
  const dialog = useQuestionCommands(session, messages, field)
  const carried = running ? null : carriedReasoning(messages, settings.model, id => modelName(catalogue, id))
  return (
    <>
      {unreadableWords(sentFiles, model).length > 0 && (
        <UnreadableNotice files={sentFiles} model={settings.model} onChooseModel={onChooseModel} />
      )}
      {pricing && <ContextWarning {...pricing} filesBefore={filesBefore} onChooseModel={onChooseModel} />}
      {edited && edit && <EditBar question={edited} onSave={edit.save} onCancel={edit.cancel} />}
      <div className="relative">
        <SlashCommands draft={session.draft} field={field} />
        <Composer
          draft={session.draft}
          field={field}
          running={running !== null}
          stopping={running?.stopping ?? false}
          withFiles={files.stored.length > 0}
          attachments={
            files.stored.length + files.uploads.length > 0 && (
              <AttachmentList files={files.stored} uploads={files.uploads} onRemove={files.remove} onDismiss={files.dismiss} />
            )
          }
          onPaste={files.onPaste}
          onSubmit={onSubmit}
          canQueue
          onStop={() => session.stop()}
          price={
            pricing && (
              <>
                <ContextMeter {...pricing} filesBefore={filesBefore} />
                <NextPrice {...pricing} />
              </>
            )
          }
          controls={
            <>
              <AttachButton onAttach={files.attach} />
              {controls}
            </>
          }
        />
      </div>
      {dialog}
      <ComposerNotes running={running} connection={connection}>
        {carried && <span>{carried}</span>}
        {notes}
        {pricing && <CacheWarning {...pricing} last={last} />}
      </ComposerNotes>
    </>
  )
}

/** The line under the composer. */
function ComposerNotes({ running, connection, children }: Pick<SessionState, 'running' | 'connection'> & { children: ReactNode }) {
  return (
    <p className="figures flex min-h-7 flex-wrap items-center justify-between gap-x-4 px-4 py-1 text-ink-3 text-note">
      {children}
      <span role="status">{connection === 'lost' ? 'Connection lost, reconnecting' : running?.stopping ? 'Stopping' : ''}</span>
      {running && <span className="pointer-coarse:hidden">enter queues · esc stop</span>}
    </p>
  )
}
