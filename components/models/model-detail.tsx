'use client'

import type { ModelSummary } from '@/lib/chat/model-summary.ts'
import { formatPrice, formatTokens } from '@/lib/cost/format.ts'
import { Button } from '../ui/button.tsx'
import { togglePinned } from './model-memory.ts'
import { authorName, authorSlug, shortName } from './model-name.ts'
import { RoleMenu } from './role-menu.tsx'

/** Everything about the model that is pointed at; on a phone a strip with the pin. */
export function ModelDetail({ model, pinned, retired }: { model: ModelSummary; pinned: boolean; retired: boolean }) {
  const facts: [string, string][] = [
    ['Context', `${formatTokens(model.contextWindow)}`],
    ['Longest answer', formatTokens(model.maxTokens)],
    ['In / 1M', formatPrice(model.inputPrice)],
    ['Cached / 1M', formatPrice(model.cacheReadPrice)],
    ['Cache write / 1M', formatPrice(model.cacheWritePrice)],
    ['Out / 1M', formatPrice(model.outputPrice)],
    ['Reads', model.inputModalities.join(', ') || 'text'],
    ['Writes', model.outputModalities.join(', ') || 'text'],
    ['Tools', model.supportsTools ? 'yes' : 'no'],
    ['Reasoning', model.supportsReasoning ? (model.reasoningMandatory ? 'always' : 'yes') : 'no']
  ]
  return (
    <aside
      aria-label="About this model"
      className="flex shrink-0 border-line max-md:items-center max-md:justify-between max-md:border-t max-md:px-4 max-md:py-2 md:w-64 md:flex-col md:overflow-y-auto md:border-l md:p-4"
    >
      <div className="min-w-0">
        <p className="truncate font-medium text-body text-ink" title={shortName(model)}>
          {shortName(model)}
        </p>
        <p className="truncate text-ink-3 text-note">{authorName(model) ?? authorSlug(model)}</p>
      </div>
      {retired && <p className="mt-2 text-note text-warning">OpenRouter does not list it any more; it may not answer.</p>}
      <dl className="mt-4 shrink-0 grow max-md:hidden">
        {(retired ? [] : facts).map(([name, value]) => (
          <div key={name} className="flex justify-between gap-3 py-0.5 text-ui">
            <dt className="text-ink-3">{name}</dt>
            <dd className="figures truncate text-ink">{value}</dd>
          </div>
        ))}
      </dl>
      <p className="shrink-0 truncate font-mono text-ink-3 text-note max-md:hidden" title={model.id}>
        {model.id}
      </p>
      <div className="flex shrink-0 gap-2 md:mt-3 md:*:flex-1">
        <RoleMenu model={model.id} />
        <Button aria-pressed={pinned} onClick={() => togglePinned(model.id)}>
          {pinned ? 'Unpin' : 'Pin'}
        </Button>
      </div>
    </aside>
  )
}
