'use client'

import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { type RefObject, useState } from 'react'
import type { ChatMessage } from '@/lib/chat/message.ts'
import { isTemporary } from '@/lib/chat/temporary.ts'
import { fileOfPart } from '../attachments/attached-file.ts'
import { handOver } from '../compare/setup/handed-question.ts'
import { useShell } from '../conversations/shell-context.ts'
import { usePageCommands } from '../search/page-commands.ts'
import { useToast } from '../ui/toaster.tsx'
import { textOf } from './branch-view.ts'
import type { ConversationSession } from './conversation-session.ts'

const PromptDialog = dynamic(() => import('../prompts/prompt-dialog.tsx').then(module => module.PromptDialog), { ssr: false })

/** What can be done with the question in the field, else with the last one asked; the answer is a dialog to be drawn. */
export function useQuestionCommands(
  session: ConversationSession,
  messages: readonly ChatMessage[],
  field: RefObject<HTMLTextAreaElement | null>
) {
  const router = useRouter()
  const toast = useToast()
  const { exportChats } = useShell()
  const [saved, setSaved] = useState<string | null>(null)

  const questionAtHand = () => {
    const { draft } = session
    if (draft.get().trim() !== '' || draft.files().length > 0) return { text: draft.get(), files: draft.files() }
    const last = messages.findLast(({ role }) => role === 'user')
    return last ? { text: textOf(last), files: last.parts.flatMap(fileOfPart) } : null
  }
  usePageCommands(() => {
    const ofChat = [
      ...(session.getState().running ? [{ name: 'Stop the answer', run: () => session.stop() }] : []),
      ...(messages.length > 0 ? [{ name: 'Export this chat', run: () => exportChats([session.conversationId]) }] : [])
    ]
    // The text behind a slash is no question.
    if (questionAtHand() === null || (messages.length === 0 && session.draft.get().startsWith('/'))) return ofChat
    const compare = {
      name: 'Compare this question',
      run: () => {
        const question = questionAtHand()
        if (!question) return
        handOver(question)
        router.push('/compare')
      }
    }
    return [
      ...ofChat,
      // A comparison is kept.
      ...(isTemporary(session.conversationId) ? [] : [compare]),
      { name: 'Save as a prompt', run: () => setSaved(questionAtHand()?.text ?? '') }
    ]
  })
  if (saved === null) return null
  return (
    <PromptDialog
      prompt={{ id: null, name: '', text: saved }}
      onSaved={prompt => toast(`Saved “${prompt.name}” among the prompts`)}
      onClose={() => {
        setSaved(null)
        field.current?.focus()
      }}
    />
  )
}
