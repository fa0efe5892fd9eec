'use client'

import type { ChatMessage } from '@/lib/chat/message.ts'
import type { TurnSettings } from '@/lib/chat/turn-request.ts'
import { cacheLoss } from '@/lib/cost/cache-loss.ts'
import type { PromptAnchor } from '@/lib/cost/next-price.ts'
import { promptTokens } from '@/lib/cost/token-usage.ts'
import { useShell } from '../conversations/shell-context.ts'
import { modelName } from '../models/model-name.ts'
import { Mark } from '../ui/mark.tsx'
import { cacheBreak, lossWords } from './price-words.ts'
import { draftTokens } from './prompt-tail.ts'
import { useDraftText } from './use-draft-text.ts'
import type { Pricing } from './use-next-price.ts'

interface CacheWarningProps extends Pricing {
  /** With which the branch would go on; `null` where there is none. */
  last: TurnSettings | null
}

/** Before a message throws a large cache away: how much of it, and what that costs. */
export function CacheWarning({ basis, last, settings, replaced, draft, files, tailTokens }: CacheWarningProps) {
  const { catalogue } = useShell()
  const text = useDraftText(draft)
  const why = last && cacheBreak(last, settings, replaced !== null)
  const before = replaced ? anchorAt(replaced) : basis.anchor
  if (!why || !before) return null
  const kept = basis.anchor?.promptTokens ?? 0
  const loss = cacheLoss({
    before,
    keptTokens: why === 'edit' ? kept : 0,
    next: { promptTokens: kept + (basis.anchor?.outputTokens ?? 0) + tailTokens + draftTokens(text, files) },
    prices: basis.prices,
    now: Date.now()
  })
  if (!loss) return null
  return (
    <span role="status" className="flex items-baseline gap-1.5 text-warning">
      <Mark kind="interrupted" word="Warning:" quiet />
      {lossWords(why, loss, modelName(catalogue, settings.model))}
    </span>
  )
}

/** From the figures beside an answer. They are sums over its steps: right for answers of one. */
function anchorAt({ metadata }: ChatMessage): PromptAnchor | null {
  const usage = metadata?.usage
  const prompt = usage && promptTokens(usage)
  if (!metadata?.model || !usage || !prompt) return null
  return {
    model: metadata.model,
    promptTokens: prompt,
    outputTokens: usage.outputTokens ?? 0,
    cachedTokens: (usage.cacheReadTokens ?? 0) + (usage.cacheWriteTokens ?? 0),
    calledAt: metadata.createdAt
  }
}
