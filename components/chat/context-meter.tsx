'use client'

import { useId, useState } from 'react'
import { formatTokens } from '@/lib/cost/format.ts'
import { type AttachedFile, modalitiesOf } from '../attachments/attached-file.ts'
import { useShell } from '../conversations/shell-context.ts'
import { fittingModels } from '../models/fitting-models.ts'
import { useModelMemory } from '../models/model-memory.ts'
import { findModel, shortName } from '../models/model-name.ts'
import { Button } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { Notice } from '../ui/notice.tsx'
import { contextOf, fullness, roomFor } from './context-parts.ts'
import { useDraftText } from './use-draft-text.ts'
import type { Pricing } from './use-next-price.ts'

interface ContextProps extends Pricing {
  filesBefore: readonly AttachedFile[]
}

/** What the next request takes of what its model reads; `null` where the catalogue does not say how much that is, or nothing is asked. */
function useContext({ basis, settings, draft, files, filesBefore, tailTokens }: ContextProps) {
  const { catalogue } = useShell()
  const text = useDraftText(draft)
  const model = findModel(catalogue, settings.model)
  const limit = model?.contextWindow ?? null
  if (!model || limit === null || (text.trim() === '' && files.length === 0 && basis.anchor === null)) return null
  const context = contextOf({ basis, settings, text, files, filesBefore, tailTokens })
  return { ...context, model, limit, state: fullness(context.tokens, limit) }
}

/** "12k of 200k" beside the price, and on a press what it is made of. */
export function ContextMeter(props: ContextProps) {
  const context = useContext(props)
  const [open, setOpen] = useState(false)
  const detailId = useId()
  if (!context) return null
  const { parts, tokens, limit, uncounted, state } = context
  const [used, most] = [tokens, limit].map(count => formatTokens(count, 'glance'))
  return (
    // On a phone there is room for the model's name or for this: it is there when it matters, and what it says stands over the whole field.
    <span className={classNames('shrink-0 sm:relative', state === 'roomy' && 'max-sm:hidden')}>
      <button
        type="button"
        aria-label={`Context: about ${used} of ${most} tokens, ${percentOf(tokens, limit)}`}
        aria-expanded={open}
        aria-controls={detailId}
        onClick={() => setOpen(!open)}
        onBlur={() => setOpen(false)}
        onKeyDown={event => {
          if (event.key !== 'Escape' || !open) return
          event.preventDefault()
          setOpen(false)
        }}
        className={classNames(
          'hit figures h-8 whitespace-nowrap rounded-sm px-2 text-note hover:bg-hover hover:text-ink',
          state === 'roomy' ? 'text-ink-3' : 'text-warning'
        )}
      >
        <span className="max-sm:hidden">
          {used} of {most}
        </span>
        <span className="sm:hidden">{percentOf(tokens, limit)}</span>
      </button>
      <span
        id={detailId}
        role="status"
        className={
          open
            ? 'absolute bottom-full z-50 mb-2 rounded-md max-sm:inset-x-0 sm:right-0 sm:w-64 border border-line bg-raised p-3 text-ink-2 text-note shadow-float'
            : 'hidden'
        }
      >
        {open && (
          <>
            The next request takes about {used} of the {most} tokens that {shortName(context.model)} reads, {percentOf(tokens, limit)}.
            <span className="mt-2 block">
              {parts.map(part => (
                <span key={part.name} className="figures flex justify-between gap-4">
                  <span>{part.name}</span>
                  <span>
                    <span className="sr-only">about </span>
                    {formatTokens(part.tokens, 'glance')}
                  </span>
                </span>
              ))}
            </span>
            <span className="mt-2 block text-ink-3">{basisWords(props.basis.anchor !== null, uncounted)}</span>
          </>
        )}
      </span>
    </span>
  )
}

interface ContextWarningProps extends ContextProps {
  onChooseModel: (id: string) => void
}

/** Before a request that leaves little room for an answer, or has none itself: who reads more. */
export function ContextWarning({ onChooseModel, ...props }: ContextWarningProps) {
  const { catalogue } = useShell()
  const memory = useModelMemory()
  const context = useContext(props)
  if (!context || context.state === 'roomy') return null
  const { tokens, limit, model, state } = context
  const wanted = { modalities: modalitiesOf([...props.filesBefore, ...props.files]), contextTokens: roomFor(tokens, limit) }
  const others = fittingModels(catalogue.models, model, wanted, memory)
  const figures = `About ${formatTokens(tokens, 'glance')} of ${formatTokens(limit, 'glance')} tokens`
  return (
    <div role="status" className="mb-3">
      <Notice
        tone="warning"
        title={state === 'over' ? `This is too long for ${shortName(model)}` : `${shortName(model)} has little room left`}
        actions={others.map(other => (
          <Button key={other.id} className="max-w-full" onClick={() => onChooseModel(other.id)}>
            <span className="truncate">
              Use {shortName(other)}, <span className="font-normal text-ink-2">{formatTokens(other.contextWindow ?? 0, 'glance')}</span>
            </span>
          </Button>
        ))}
      >
        <p>
          {figures}: {state === 'over' ? 'it will probably be refused.' : 'a long answer may not fit.'}{' '}
          {others.length > 0 ? 'These models read more:' : 'No model that can do the same reads more: begin a new chat.'}
        </p>
      </Notice>
    </div>
  )
}

function percentOf(tokens: number, limit: number): string {
  const percent = (100 * tokens) / limit
  return percent < 1 ? '<1\u202f%' : `${Math.round(percent)}\u202f%`
}

function basisWords(isCounted: boolean, uncounted: number): string {
  const rest =
    uncounted === 0
      ? ''
      : uncounted === 1
        ? ' One file is not counted: PDF and sound.'
        : ` ${uncounted} files are not counted: PDF and sound.`
  return `${isCounted ? 'Up to the last answer as its provider counted, the rest and the parts estimated.' : 'Estimated: about four bytes a token.'}${rest}`
}
