'use client'

import dynamic from 'next/dynamic'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { RequestId } from '../ui/request-id.tsx'
import type { Problem } from './session-state.ts'
import { goneWords } from './temporary-words.ts'

const BudgetQuestion = dynamic(() => import('../budgets/budget-notices.tsx').then(module => module.BudgetQuestion), { ssr: false })

interface ProblemNoticeProps {
  problem: Problem
  /** The chat is only in memory. */
  temporary?: boolean
  /** Who was asked, and what the conversation shows beside text: who would do it for less. */
  model?: string
  modalities?: readonly string[]
  onChooseModel?: (id: string) => void
  /** Sends what a budget held back. */
  onConfirm: () => void
  /** A chat can keep a question until the answer that runs has ended. */
  onQueue?: (after?: string | null) => void
  onReconnect: () => void
  onDismiss: () => void
}

/** What went wrong between this page and Steno. Stays until it is answered; a toast would be gone too soon. */
export function ProblemNotice({ problem, temporary = false, onConfirm, onQueue, onReconnect, onDismiss, ...asked }: ProblemNoticeProps) {
  if (problem.error.code === 'budget_reached') {
    const { budget, message } = problem.error
    return <BudgetQuestion budget={budget} message={message} {...asked} onConfirm={onConfirm} onDismiss={onDismiss} />
  }
  const { parentId } = problem
  const mayQueue = onQueue !== undefined && problem.error.code === 'turn_active' && parentId !== undefined
  const { title, sentence, reconnect } = mayQueue ? firstComeWords : words(problem, temporary)
  const { requestId } = problem.error
  return (
    <Notice
      tone={mayQueue ? 'warning' : 'danger'}
      title={title}
      alert
      actions={
        <>
          {mayQueue && (
            <>
              <Button onClick={() => onQueue()}>Queue it</Button>
              <Button onClick={() => onQueue(parentId)}>Ask it as a branch</Button>
            </>
          )}
          {reconnect && <Button onClick={onReconnect}>Reconnect</Button>}
          <Button onClick={onDismiss}>Dismiss</Button>
        </>
      }
    >
      <p>{sentence}</p>
      {!mayQueue && <RequestId id={requestId} />}
    </Notice>
  )
}

/** It is no failure: another tab or device was a moment earlier. */
const firstComeWords = {
  title: 'Another question was first',
  sentence:
    'Its answer is shown above. Yours is kept: queue it behind that answer, or ask it as a branch beside that question as soon as the answer has ended.',
  reconnect: false
}

const goesOnWords = {
  kept: 'The answer goes on in the server and nothing of it is lost.',
  temporary: 'The answer goes on as long as Steno runs.'
}

function words({ during, error }: Problem, temporary: boolean): { title: string; sentence: string; reconnect: boolean } {
  switch (during) {
    case 'send':
      return { ...sendWords(error.code, error.message), reconnect: false }
    case 'connection':
      return { title: 'No connection to Steno', sentence: temporary ? goesOnWords.temporary : goesOnWords.kept, reconnect: true }
    case 'stop':
      return { title: 'Not stopped', sentence: `Steno could not be told to stop. ${error.message}`, reconnect: false }
    case 'save':
      return {
        title: 'Settings not saved',
        sentence: `They hold on this page, and are saved when Steno can be reached. ${error.message}`,
        reconnect: true
      }
    case 'read':
      if (error.code === 'not_found' && temporary) return { ...goneWords, reconnect: false }
      return error.code === 'not_found'
        ? { title: 'This conversation is gone', sentence: 'It was deleted, here or in another tab.', reconnect: false }
        : { title: 'Not up to date', sentence: `Steno could not be read. ${error.message}`, reconnect: true }
  }
}

function sendWords(code: string, message: string): { title: string; sentence: string } {
  switch (code) {
    case 'offline':
      return { title: 'No connection to Steno', sentence: 'Your message was not sent. Its text is kept in the field below.' }
    case 'turn_active':
      return {
        title: 'Still being answered',
        sentence: 'Another answer is being written here, shown above. Ask again when that one has ended.'
      }
    case 'too_large':
      return { title: 'Too long to send', sentence: 'Your text is larger than Steno takes at once. It is kept in the field below.' }
    default:
      return { title: 'Not sent', sentence: `${message} Your text is kept.` }
  }
}
