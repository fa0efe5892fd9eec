'use client'

import type { KeyboardEvent, RefObject } from 'react'
import { useShell } from '../conversations/shell-context.ts'
import { useShortcuts } from '../conversations/use-shortcuts.ts'
import { useToast } from '../ui/toaster.tsx'
import { textOf } from './branch-view.ts'
import type { ChatActions } from './chat-actions.ts'
import type { ConversationSession } from './conversation-session.ts'
import type { Draft } from './draft.ts'
import { lastCode } from './last-code.ts'
import type { QuestionEdit } from './use-question-edit.ts'

type Keyed = Pick<ConversationSession, 'chat' | 'draft' | 'stop'>

/** The keys of a chat; the answer is to be set on what holds it. `edit`: what they do while a question is edited. */
export function useChatKeys(
  session: Keyed,
  field: RefObject<HTMLTextAreaElement | null>,
  { openModels, editQuestion }: Pick<ChatActions, 'openModels' | 'editQuestion'>,
  edit: QuestionEdit | null
) {
  const { settings } = useShell()
  const toast = useToast()
  const copy = (text: string | null | undefined, what: string) => {
    if (text === null || text === undefined || text === '') return toast(`There is no ${what} to copy.`)
    navigator.clipboard.writeText(text).then(
      () => toast(`Copied the last ${what}`),
      () => toast('The browser did not allow copying.')
    )
  }
  const answers = () => session.chat.messages.filter(({ role }) => role === 'assistant').map(textOf)
  const copyAnswer = () => copy(answers().at(-1), 'answer')
  const copyCode = () =>
    copy(
      answers()
        .map(lastCode)
        .findLast(code => code !== null),
      'code'
    )
  useShortcuts({
    'shift+m': openModels,
    ...((settings.settings.copyKeys ?? true) && {
      'shift+c': copyAnswer,
      'shift+;': copyCode,
      // With Shift held that key is a colon on many keyboards.
      'shift+:': copyCode
    }),
    ...(edit && { s: edit.save })
  })

  return (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.nativeEvent.isComposing || event.keyCode === 229) return
    if (event.key === 'Escape') {
      if (edit) edit.cancel()
      else session.stop()
    }
    if (event.key === 'ArrowUp' && event.target === field.current && isEmpty(session.draft) && !edit) {
      const question = session.chat.messages.findLast(({ role }) => role === 'user')
      if (!question) return
      event.preventDefault()
      editQuestion(question.id)
    }
  }
}

function isEmpty(draft: Draft): boolean {
  return draft.get() === '' && draft.files().length === 0
}
