/**
 * Which of the models that were asked has answered. The wire names it by its dated slug, whose words may stand in another
 * order (`anthropic/claude-haiku-4.5` answers as `anthropic/claude-4.5-haiku-20251001`): the one that shares most words.
 */
export function answeringModel(served: string | null, model: string, fallbacks: readonly string[] = []): string {
  const words = wordsOf(served ?? '')
  const shared = (slug: string) => [...wordsOf(slug)].filter(word => words.has(word)).length
  return fallbacks.reduce((best, slug) => (shared(slug) > shared(best) ? slug : best), model)
}

function wordsOf(slug: string): Set<string> {
  return new Set(slug.toLowerCase().split(/[^a-z0-9]+/))
}
