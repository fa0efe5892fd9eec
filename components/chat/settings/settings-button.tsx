'use client'

import SlidersHorizontal from 'lucide-react/icons/sliders-horizontal'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import type { ChatSettings } from '@/lib/chat/chat-settings.ts'
import { usePageCommands } from '../../search/page-commands.ts'
import type { useTurnSettings } from '../use-turn-settings.ts'

const loadSheet = () => import('./settings-sheet.tsx')
const SettingsSheet = dynamic(() => loadSheet().then(module => module.SettingsSheet), { ssr: false })

export type ChosenSettings = ReturnType<typeof useTurnSettings>

/** Says how much is set for this chat, and opens it; the sheet's code comes with the first look at it. */
export function SettingsButton({ chosen }: { chosen: ChosenSettings }) {
  const [open, setOpen] = useState(false)
  usePageCommands(() => [{ name: 'Chat settings', run: () => setOpen(true) }])
  const count = setCount(chosen.settings)
  const label = count === 0 ? 'Chat settings' : `Chat settings, ${count} set`
  return (
    <>
      <button
        type="button"
        aria-label={label}
        aria-haspopup="dialog"
        title={label}
        onPointerEnter={() => void loadSheet()}
        onClick={() => setOpen(true)}
        className="hit -mr-2 inline-flex h-8 min-w-8 shrink-0 items-center justify-center gap-1 rounded-sm px-2 text-ink-3 text-note transition-colors duration-120 hover:bg-hover hover:text-ink"
      >
        <SlidersHorizontal className="size-4" />
        {count > 0 && <span className="figures">{count}</span>}
      </button>
      {open && <SettingsSheet chosen={chosen} onClose={() => setOpen(false)} />}
    </>
  )
}

/** Besides the model, whose name stands below, each routing wish by itself. */
function setCount({ model: _model, reasoningEffort: _effort, routing = {}, ...others }: ChatSettings): number {
  return Object.keys(others).length + Object.keys(routing).length
}
