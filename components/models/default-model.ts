import type { ModelCatalogue, ModelSummary } from '@/lib/chat/model-summary.ts'
import type { UserSettings } from '@/lib/chat/settings.ts'
import { authorSlug } from './model-name.ts'

/** Families that answer most questions well, in the order in which one is looked for. */
const sensibleFamilies = ['anthropic/claude-sonnet-', 'openai/gpt-', 'google/gemini-']

/** The model that shows a newcomer most: it thinks before it answers. */
const demoModel = 'demo/reasoning'

/** The model of a new chat: what the settings say, else the last one used, else a sensible one. */
export function defaultModel(catalogue: ModelCatalogue, settings: UserSettings, recent: readonly string[]): string {
  const listed = new Set(catalogue.models.map(model => model.id))
  if (catalogue.upstream === 'demo') return settings.model && listed.has(settings.model) ? settings.model : demoModel
  if (settings.model && (listed.has(settings.model) || listed.size === 0)) return settings.model
  const used = recent.find(id => listed.has(id))
  return used ?? sensibleModel(catalogue.models)?.id ?? settings.model ?? 'openrouter/auto'
}

/** One to set beside another: of a family that answers well and is not the same one's. */
export function otherModel(catalogue: ModelCatalogue, model: string): string {
  const author = authorSlug({ id: model })
  const others = catalogue.models.filter(({ id }) => id !== model)
  const strangers = others.filter(other => authorSlug(other) !== author)
  return (sensibleModel(strangers.length > 0 && catalogue.upstream !== 'demo' ? strangers : others) ?? { id: model }).id
}

function sensibleModel(models: readonly ModelSummary[]): ModelSummary | undefined {
  const paid = models.filter(model => !model.id.includes(':') && model.supportsTools)
  for (const family of sensibleFamilies) {
    const found = paid.find(model => model.id.startsWith(family))
    if (found) return found
  }
  return paid[0] ?? models[0]
}
