'use client'

import Link from 'next/link'
import type { ReactNode } from 'react'
import { formatTokens } from '@/lib/cost/format.ts'
import { useShell } from '../conversations/shell-context.ts'
import { modelName } from '../models/model-name.ts'
import { Button } from '../ui/button.tsx'
import { useChatActions } from './chat-actions.ts'
import type { FailureAction, UpstreamPage } from './failure-action.ts'
import type { RetryChange } from './retry-settings.ts'

interface FailureButtonProps {
  action: FailureAction
  questionId: string | null
  /** The answer that failed. */
  answerId: string
  /** Another turn is running: nothing can be asked now. */
  busy: boolean
  /** It will be asked again by itself. */
  counting: boolean
}

const pages: Record<UpstreamPage, { label: string; path: string }> = {
  credits: { label: 'Add credit', path: 'credits' },
  keys: { label: 'Key settings', path: 'keys' },
  privacy: { label: 'Privacy settings', path: 'privacy' },
  guardrails: { label: 'Guardrails', path: 'privacy' }
}

const linkClass =
  'hit inline-flex h-8 items-center rounded-sm border border-line-strong bg-raised px-3 font-medium text-ink text-ui hover:bg-surface'

/** One next step on a failure card. */
export function FailureButton({ action, questionId, answerId, busy, counting }: FailureButtonProps): ReactNode {
  const { retry, goOn, editQuestion, openModels } = useChatActions()
  const { catalogue } = useShell()
  const again = (label: string, change?: RetryChange) => (
    <Button className="max-w-full" disabled={busy} onClick={() => questionId !== null && retry(questionId, change)}>
      <span className="truncate">{label}</span>
    </Button>
  )
  switch (action.type) {
    case 'retry':
      return again(counting ? 'Retry now' : 'Retry')
    case 'think':
      return again('Let it think', { defaultEffort: true })
    case 'limit':
      return again(`Answer in ${formatTokens(action.maxTokens)}`, { maxTokens: action.maxTokens })
    case 'provider':
      return again('Other provider', { ignoreProvider: action.ignore })
    case 'fallback':
      return again(`Ask ${modelName(catalogue, action.model)}`, { model: action.model })
    case 'continue':
      return (
        <Button disabled={busy} onClick={() => goOn(answerId)}>
          Continue
        </Button>
      )
    case 'edit':
      return <Button onClick={() => questionId !== null && editQuestion(questionId)}>Edit the question</Button>
    case 'model':
      return <Button onClick={openModels}>{action.label}</Button>
    case 'settings':
      return (
        <Link href="/settings" className={linkClass}>
          Open settings
        </Link>
      )
    case 'budgets':
      return (
        <Link href="/settings#budgets" className={linkClass}>
          Raise the budget
        </Link>
      )
    case 'timeouts':
      return (
        <Link href="/settings#timeouts" className={linkClass}>
          Allow more time
        </Link>
      )
    case 'page': {
      const { label, path } = pages[action.page]
      return (
        <a href={`https://openrouter.ai/settings/${path}`} target="_blank" rel="noopener noreferrer" className={linkClass}>
          {label} ↗
        </a>
      )
    }
    default:
      return action satisfies never
  }
}
