'use client'

import X from 'lucide-react/icons/x'
import type { ReactNode } from 'react'
import { useShell } from '../../conversations/shell-context.ts'
import { modelName } from '../../models/model-name.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { FallbackFields } from './fallback-fields.tsx'
import { ParameterFields } from './parameter-fields.tsx'
import { PresetSection } from './preset-section.tsx'
import { PromptField } from './prompt-field.tsx'
import { ReasoningFields } from './reasoning-fields.tsx'
import { RoutingFields } from './routing-fields.tsx'
import type { ChosenSettings } from './settings-button.tsx'

/** Everything that can be set of one chat: saved at once, for every next question of it, and for no other chat. */
export function SettingsSheet({ chosen, onClose }: { chosen: ChosenSettings; onClose: () => void }) {
  const { catalogue } = useShell()
  const wide = window.matchMedia('(width >= 48rem)').matches
  const name = modelName(catalogue, chosen.modelId)
  return (
    <Sheet side={wide ? 'right' : 'bottom'} label="Chat settings" onClose={onClose}>
      <div className="flex h-13 shrink-0 items-center justify-between gap-3 border-line border-b px-4">
        <h2 className="font-serif text-head">Chat settings</h2>
        <IconButton label="Close" onClick={onClose}>
          <X />
        </IconButton>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <div tabIndex={0} className="min-h-0 flex-1 overflow-y-auto px-4 pb-8 outline-none">
        <p className="pt-4 text-ink-3 text-ui">For the next questions of this chat and no other. What is left empty is up to the model.</p>
        <Section title="Presets">
          <PresetSection chosen={chosen} />
        </Section>
        <Section title="Instructions">
          <PromptField prompt={chosen.settings.systemPrompt ?? ''} onChange={text => chosen.change({ systemPrompt: text || undefined })} />
        </Section>
        <Section title="Reasoning">
          <ReasoningFields chosen={chosen} name={name} />
        </Section>
        <Section title="Parameters">
          <ParameterFields chosen={chosen} name={name} />
        </Section>
        <Section title="Providers">
          <RoutingFields key={chosen.modelId} chosen={chosen} name={name} />
        </Section>
        <Section title="Fallback models">
          <FallbackFields chosen={chosen} />
        </Section>
        <Button className="mt-8" onClick={chosen.reset}>
          Reset all
        </Button>
      </div>
    </Sheet>
  )
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="mt-6 border-line border-t pt-4">
      <h3 className="mb-3 font-semibold text-body">{title}</h3>
      {children}
    </section>
  )
}
