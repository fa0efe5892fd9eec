/**
 * Which of the models that were asked has answered. The wire names it by its dated slug, whose words may stand in another
 * order (`anthropic/claude-haiku-4.5` answers as `anthropic/claude-4.5-haiku-20251001`): the one that shares most words; of two, the one without a word that it lacks.
 */
export function answeringModel(served: string | null, model: string, fallbacks: readonly string[] = []): string {
  const words = wordsOf(served ?? '')
  const likeness = (slug: string) => {
    const own = [...wordsOf(slug)]
    const shared = own.filter(word => words.has(word)).length
    return shared === own.length ? shared + 0.5 : shared
  }
  return fallbacks.reduce((best, slug) => (likeness(slug) > likeness(best) ? slug : best), model)
}

function wordsOf(slug: string): Set<string> {
  return new Set(slug.toLowerCase().split(/[^a-z0-9]+/))
}
