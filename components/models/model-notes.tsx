'use client'

import { useShell } from '../conversations/shell-context.ts'
import { isRetired, modelName } from './model-name.ts'
import { type ModelSetting, settingName } from './sent-settings.ts'

/** What is to be known of a model before it is asked: that it is gone, and what of the chat's settings it will not get. */
export function ModelNotes({ model, unsent }: { model: string; unsent: readonly ModelSetting[] }) {
  const { catalogue } = useShell()
  return (
    <>
      {isRetired(catalogue, model) && <span className="text-warning">{model} is not in OpenRouter’s list any more; it may not answer</span>}
      {unsent.length > 0 && (
        <span>
          Not sent to {modelName(catalogue, model)}: {unsent.map(settingName).join(', ')}
        </span>
      )}
    </>
  )
}
