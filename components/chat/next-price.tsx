'use client'

import { useId, useState } from 'react'
import { formatTokens } from '@/lib/cost/format.ts'
import { nextPrice } from '@/lib/cost/next-price.ts'
import { picoUsd } from '@/lib/cost/pico-usd.ts'
import { formatEstimate, formatRange } from '@/lib/cost/price-range.ts'
import { useShell } from '../conversations/shell-context.ts'
import { modelName } from '../models/model-name.ts'
import { priceReason } from './price-words.ts'
import { draftTokens } from './prompt-tail.ts'
import { useDraftText } from './use-draft-text.ts'
import type { Pricing } from './use-next-price.ts'

/** A tenth of a cent: below it a price is not worth looking at. */
const usualThreshold = '1000000000'

/** "≈ $0.006–0.02" beside Send, and on a press what it rests on. */
export function NextPrice({ basis, settings, draft, files, tailTokens }: Pricing) {
  const { catalogue, settings: view } = useShell()
  const text = useDraftText(draft)
  const [open, setOpen] = useState(false)
  const reasonId = useId()
  const threshold = view.settings.nextPriceFromPicoUsd ?? usualThreshold
  const newTokens = tailTokens + draftTokens(text, files) + (basis.anchor ? 0 : draftTokens(settings.systemPrompt ?? '', []))
  const price = nextPrice(basis, {
    newTokens,
    now: Date.now(),
    ...(settings.maxTokens === undefined ? {} : { maxTokens: settings.maxTokens })
  })
  if (!price || threshold === 'never' || price.highPicoUsd < picoUsd(BigInt(threshold))) return null
  if (text.trim() === '' && files.length === 0 && basis.anchor === null) return null
  const range = { low: price.lowPicoUsd, high: price.highPicoUsd }
  const demo = view.upstream === 'demo'
  return (
    <span className="relative shrink-0">
      <button
        type="button"
        aria-label={`Next answer about ${formatRange(range)}${demo ? ' at demo prices' : ''}`}
        aria-expanded={open}
        aria-controls={reasonId}
        onClick={() => setOpen(!open)}
        onBlur={() => setOpen(false)}
        onKeyDown={event => {
          if (event.key !== 'Escape' || !open) return
          event.preventDefault()
          setOpen(false)
        }}
        className="hit figures h-8 whitespace-nowrap rounded-sm px-2 text-estimated text-note hover:bg-hover"
      >
        {demo && 'demo '}
        {formatEstimate(range)}
      </button>
      <span
        id={reasonId}
        role="status"
        className={
          open
            ? 'absolute right-0 bottom-full z-50 mb-2 w-64 rounded-md border border-line bg-raised p-3 text-ink-2 text-note shadow-float'
            : 'hidden'
        }
      >
        {open && (
          <>
            {priceReason(basis, modelName(catalogue, basis.model))}{' '}
            {`It reads ${formatTokens(price.promptTokens, 'glance')} tokens${
              price.cachedTokens > 0 ? `, ${formatTokens(price.cachedTokens, 'glance')} of them probably from the cache` : ''
            }.`}
            {demo && ' Demo prices: nothing is billed.'}
          </>
        )}
      </span>
    </span>
  )
}
