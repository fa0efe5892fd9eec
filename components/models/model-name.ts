import type { ModelCatalogue, ModelSummary } from '@/lib/chat/model-summary.ts'

/** The catalogue's name without the author before it ("Anthropic: Claude Sonnet 5"); a demo stays named as one. */
export function shortName(model: Pick<ModelSummary, 'name'>): string {
  return model.name.replace(/^(?!Demo: )[^:]{1,40}: /, '')
}

/** Who made a model: the first half of its slug. */
export function authorSlug(model: Pick<ModelSummary, 'id'>): string {
  return model.id.replace(/^~/, '').split('/')[0] ?? model.id
}

/** An author's name as the catalogue writes it before a model's name; not every model has it. */
export function authorName(model: Pick<ModelSummary, 'name'>): string | null {
  return /^([^:]{1,40}): /.exec(model.name)?.[1] ?? null
}

export function findModel(catalogue: ModelCatalogue, id: string | undefined): ModelSummary | undefined {
  return id === undefined ? undefined : catalogue.models.find(model => model.id === id)
}

/** How a model is called on screen; its slug when the catalogue does not list it (any more). */
export function modelName(catalogue: ModelCatalogue, id: string | undefined): string {
  const model = findModel(catalogue, id)
  return model ? shortName(model) : (id ?? 'Unknown model')
}

/** It was chosen once, and the catalogue does not have it. Variants and aliases are not all listed; without a list nothing can be said. */
export function isRetired(catalogue: ModelCatalogue, id: string): boolean {
  const listed = (slug: string) => catalogue.models.some(model => model.id === slug)
  return (
    catalogue.models.length > 0 &&
    !id.startsWith('~') &&
    !id.startsWith('openrouter/') &&
    !listed(id) &&
    !listed(id.replace(/:[\w-]+$/, ''))
  )
}
