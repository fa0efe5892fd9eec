'use client'

import { useShell } from '../conversations/shell-context.ts'
import { fittingModels } from '../models/fitting-models.ts'
import { useModelMemory } from '../models/model-memory.ts'
import { findModel, modelName, shortName } from '../models/model-name.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { type AttachedFile, modalitiesOf, unreadableWords } from './attached-file.ts'

interface UnreadableNoticeProps {
  /** Those of the question and of the branch before it: all of them are sent. */
  files: readonly AttachedFile[]
  model: string
  onChooseModel: (id: string) => void
}

/** Before it is sent: the model cannot read what would go with the question, and who can. */
export function UnreadableNotice({ files, model, onChooseModel }: UnreadableNoticeProps) {
  const { catalogue } = useShell()
  const memory = useModelMemory()
  const current = findModel(catalogue, model)
  if (!current) return null
  const others = fittingModels(catalogue.models, current, { modalities: modalitiesOf(files), contextTokens: 0 }, memory)
  return (
    <div role="status" className="mb-3">
      <Notice
        tone="warning"
        title={`${modelName(catalogue, model)} cannot read ${unreadableWords(files, current).join(' or ')}`}
        actions={
          others.length > 0 &&
          others.map(other => (
            <Button key={other.id} className="max-w-full" onClick={() => onChooseModel(other.id)}>
              <span className="truncate">Use {shortName(other)}</span>
            </Button>
          ))
        }
      >
        <p>
          {others.length > 0
            ? 'The files stay here. These models can read them:'
            : 'The files stay here. Remove them, or choose another model.'}
        </p>
      </Notice>
    </div>
  )
}
