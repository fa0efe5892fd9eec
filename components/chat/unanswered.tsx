'use client'

import { Button } from '../ui/button.tsx'
import { useChatActions } from './chat-actions.ts'

/** Below a question that was only saved. */
export function Unanswered({ questionId }: { questionId: string }) {
  const { retry } = useChatActions()
  return (
    <div className="entry-grid -mt-3.5">
      <p className="flex items-center gap-3 text-ink-3 text-ui md:col-start-2">
        Not answered yet.
        <Button onClick={() => retry(questionId)}>Answer it</Button>
      </p>
    </div>
  )
}
