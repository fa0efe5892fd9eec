'use client'

import ChevronDown from 'lucide-react/icons/chevron-down'
import dynamic from 'next/dynamic'
import { useRef } from 'react'
import type { ReasoningEffort } from '@/lib/chat/turn-request.ts'
import { useShell } from '../conversations/shell-context.ts'
import { modelName } from './model-name.ts'

const loadPicker = () => import('./model-picker.tsx')
const ModelPicker = dynamic(() => loadPicker().then(module => module.ModelPicker), { ssr: false })

interface ModelButtonProps {
  /** What the button chooses, before the model's name; the composer's has a shortcut. */
  label?: string
  model: string
  open: boolean
  onOpenChange: (open: boolean) => void
  onChoose: (model: string, effort?: ReasoningEffort | null) => void
}

/** Names the model that will answer and opens the picker, whose code comes with the first look at it. */
export function ModelButton({ label, model, open, onOpenChange, onChoose }: ModelButtonProps) {
  const { catalogue } = useShell()
  const button = useRef<HTMLButtonElement>(null)
  const name = modelName(catalogue, model)
  return (
    <>
      <button
        ref={button}
        type="button"
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-label={`${label ?? 'Model'}: ${name}`}
        title={label ? name : 'Choose a model (Ctrl or ⌘ + Shift + M)'}
        onPointerEnter={() => void loadPicker()}
        onClick={() => onOpenChange(!open)}
        className="hit flex h-8 min-w-0 items-center gap-1.5 rounded-sm px-2 font-medium text-ink text-ui transition-colors duration-120 hover:bg-hover"
      >
        <span className="truncate">{name}</span>
        <ChevronDown className="size-3.5 text-ink-3" />
      </button>
      {open && <ModelPicker anchor={button} model={model} onChoose={onChoose} onClose={() => onOpenChange(false)} />}
    </>
  )
}
