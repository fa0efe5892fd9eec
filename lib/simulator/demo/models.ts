import type { CatalogueEntry } from '../catalogue-models.ts'

const claudeLike = { budget: true, efforts: ['high', 'medium', 'low'], defaultEffort: 'medium' }

/** Scenarios as models: whoever has no key yet picks what to see. Prices are play money, so that costs can be watched. */
export const demoModels: CatalogueEntry[] = [
  demo('reasoning', 'Demo: Reasoning', 'Thinks aloud, then answers. Simulated, free of charge.', claudeLike),
  demo('tools', 'Demo: Tools', 'Calls the calculator and the clock, then answers from their results.', claudeLike),
  demo('markdown', 'Demo: Markdown', 'Headings, table, code, list, quote and link.'),
  demo('encrypted', 'Demo: Hidden reasoning', 'Reasoning that the provider encrypts: kept and sent back, never shown.', {}),
  demo('failure', 'Demo: Failure', 'Fails in the middle of the first answer; Retry succeeds.'),
  demo('echo', 'Demo: Echo', 'Says what you said. "/tokens 500" makes it that long.')
]

function demo(scenario: string, name: string, description: string, reasoning?: CatalogueEntry['reasoning']): CatalogueEntry {
  return {
    id: `demo/${scenario}`,
    name,
    canonicalSlug: `demo/${scenario}`,
    description,
    created: 1790812800,
    contextLength: 200_000,
    maxTokens: 32_000,
    prices: { input: 1, output: 5, cacheRead: 0.1, cacheWrite: 1.25 },
    inputs: [],
    ...(reasoning && { reasoning })
  }
}
