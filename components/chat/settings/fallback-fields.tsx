'use client'

import Plus from 'lucide-react/icons/plus'
import X from 'lucide-react/icons/x'
import { useState } from 'react'
import { useShell } from '../../conversations/shell-context.ts'
import { otherModel } from '../../models/default-model.ts'
import { ModelButton } from '../../models/model-button.tsx'
import { modelName } from '../../models/model-name.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import type { ChosenSettings } from './settings-button.tsx'

/** As many as OpenRouter is asked for at once. */
const most = 3

/** Who is asked when the model fails, one after the other. */
export function FallbackFields({ chosen }: { chosen: ChosenSettings }) {
  const { catalogue } = useShell()
  const [picking, setPicking] = useState<number | null>(null)
  const models = chosen.settings.fallbackModels ?? []
  const put = (next: readonly string[]) => chosen.change({ fallbackModels: next.length > 0 ? [...new Set(next)] : undefined })
  return (
    <>
      <p className="mb-2 text-ink-3 text-ui">Asked in this order when the model fails, each at its own price.</p>
      <ol>
        {models.map((model, index) => (
          <li key={model} className="flex items-center justify-between gap-2 border-line border-b py-1">
            <span className="-ml-2 min-w-0">
              <ModelButton
                label={`Fallback ${index + 1}`}
                model={model}
                open={picking === index}
                onOpenChange={open => setPicking(open ? index : null)}
                onChoose={id => put(models.map((other, at) => (at === index ? id : other)))}
              />
            </span>
            <IconButton
              label={`Remove fallback ${modelName(catalogue, model)}`}
              onClick={() => put(models.filter(other => other !== model))}
            >
              <X />
            </IconButton>
          </li>
        ))}
      </ol>
      {models.length < most && (
        <Button
          className="mt-2"
          onClick={() => {
            put([...models, otherModel(catalogue, chosen.modelId)])
            setPicking(models.length)
          }}
        >
          <Plus />
          Add a fallback
        </Button>
      )}
    </>
  )
}
