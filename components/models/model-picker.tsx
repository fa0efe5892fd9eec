'use client'

import * as Popover from 'radix-ui/popover'
import { type RefObject, useEffect, useState } from 'react'
import type { ReasoningEffort } from '@/lib/chat/turn-request.ts'
import { useShell } from '../conversations/shell-context.ts'
import { Sheet } from '../ui/sheet.tsx'
import { ModelPickerPanel } from './model-picker-panel.tsx'

interface ModelPickerProps {
  anchor: RefObject<HTMLElement | null>
  model: string
  onChoose: (model: string, effort?: ReasoningEffort | null) => void
  onClose: () => void
}

/** The picker over the composer; on a phone a sheet. */
export function ModelPicker({ anchor, model, onChoose, onClose }: ModelPickerProps) {
  const { catalogue } = useShell()
  // Under a modal dialog nothing of the page can be pressed. `undefined`: not known yet, the button may be drawn in the same moment.
  const [dialog, setDialog] = useState<HTMLElement | null | undefined>(undefined)

  // Only what is drawn can be asked.
  useEffect(() => setDialog(anchor.current?.closest('dialog') ?? null), [anchor])

  const choose = (id: string, effort?: ReasoningEffort | null) => {
    onChoose(id, effort)
    onClose()
  }
  if (!window.matchMedia('(width >= 48rem)').matches) {
    return (
      <Sheet side="bottom" label="Choose a model" onClose={onClose}>
        <ModelPickerPanel catalogue={catalogue} model={model} onChoose={choose} />
      </Sheet>
    )
  }
  if (dialog === undefined) return null
  return (
    <Popover.Root open onOpenChange={open => !open && onClose()}>
      <Popover.Anchor virtualRef={anchor as RefObject<HTMLElement>} />
      <Popover.Portal container={dialog}>
        <Popover.Content
          aria-label="Choose a model"
          align="start"
          side="top"
          sideOffset={8}
          collisionPadding={16}
          onInteractOutside={event => event.target instanceof Node && anchor.current?.contains(event.target) && event.preventDefault()}
          onCloseAutoFocus={event => {
            event.preventDefault()
            anchor.current?.focus()
          }}
          className="picker z-50 overflow-hidden rounded-lg border border-line bg-raised shadow-float"
        >
          <ModelPickerPanel catalogue={catalogue} model={model} onChoose={choose} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}
