'use client'

import ChevronDown from 'lucide-react/icons/chevron-down'
import dynamic from 'next/dynamic'
import { type RefObject, useRef, useState } from 'react'
import { useShell } from '../conversations/shell-context.ts'
import { effortNames } from '../models/efforts.ts'
import { findModel } from '../models/model-name.ts'
import { MenuButton } from '../ui/menu-button.tsx'
import { useBranch } from './branch-actions.ts'
import { effortsBeside } from './exception-settings.ts'

const ModelPicker = dynamic(() => import('../models/model-picker.tsx').then(module => module.ModelPicker), { ssr: false })
const ProviderDialog = dynamic(() => import('./provider-dialog.tsx').then(module => module.ProviderDialog), { ssr: false })

interface RetryMenuProps {
  questionId: string
  /** Who answered, and how hard it was told to think. */
  model: string
  effort: string | undefined
  /** Nothing can be asked now. */
  busy: boolean
}

/** One more answer to a question with something else for once: the chat goes on as before. */
export function RetryMenu({ questionId, model, effort, busy }: RetryMenuProps) {
  const { retryWith } = useBranch()
  const { catalogue } = useShell()
  const [choosing, setChoosing] = useState<'model' | 'provider' | null>(null)
  const place = useRef<HTMLSpanElement>(null)
  const button = useRef<HTMLElement>(null)
  const { more, less } = effortsBeside(findModel(catalogue, model), effort)
  const choose = (what: typeof choosing) => () => {
    button.current = place.current?.querySelector('button') ?? null
    setChoosing(what)
  }
  const again = (exception: Parameters<typeof retryWith>[2]) => retryWith(questionId, model, exception)
  const entries = [
    { label: 'Another model…', onSelect: choose('model') },
    { label: 'Another provider…', onSelect: choose('provider') },
    ...(more ? [{ label: `More thinking: ${effortNames[more]}`, onSelect: () => again({ effort: more }) }] : []),
    ...(less ? [{ label: `Less thinking: ${effortNames[less]}`, onSelect: () => again({ effort: less }) }] : []),
    { label: 'Cheapest provider', onSelect: () => again({ sort: 'price' }) },
    { label: 'Fastest provider', onSelect: () => again({ sort: 'throughput' }) }
  ]
  return (
    <span ref={place} className="-ml-2 inline-flex pointer-coarse:-ml-4">
      <MenuButton
        label="Retry with…"
        className="h-8 w-6 justify-center text-ink-3 hover:bg-hover hover:text-ink pointer-coarse:w-8"
        entries={entries.map(entry => ({ ...entry, disabled: busy }))}
      >
        <ChevronDown className="size-3.5" />
      </MenuButton>
      {choosing === 'model' && (
        <ModelPicker
          anchor={button as RefObject<HTMLElement | null>}
          model={model}
          onChoose={id => again({ model: id })}
          onClose={() => setChoosing(null)}
        />
      )}
      {choosing === 'provider' && (
        <ProviderDialog model={model} onChoose={provider => again({ provider })} onClose={() => setChoosing(null)} />
      )}
    </span>
  )
}
