import type { ComparisonSummary } from '@/lib/chat/comparison.ts'

/** A comparison with what was run again of it, newest first. */
export interface ComparisonGroup {
  original: ComparisonSummary
  reruns: ComparisonSummary[]
}

/**
 * Puts reruns under the comparison that they repeat, also those of a rerun. A group stands where its newest member would; a
 * rerun whose original is not in the list stands alone.
 */
export function groupReruns(comparisons: readonly ComparisonSummary[]): ComparisonGroup[] {
  const byId = new Map(comparisons.map(comparison => [comparison.id, comparison]))
  const groups = new Map<string, ComparisonGroup>()
  for (const comparison of comparisons) {
    const original = originalOf(comparison, byId)
    const group = groups.get(original.id) ?? { original, reruns: [] }
    if (comparison !== original) group.reruns.push(comparison)
    groups.set(original.id, group)
  }
  return [...groups.values()]
}

function originalOf(comparison: ComparisonSummary, byId: ReadonlyMap<string, ComparisonSummary>): ComparisonSummary {
  const seen = new Set<string>()
  let original = comparison
  while (original.rerunOfId !== null && !seen.has(original.id)) {
    seen.add(original.id)
    const earlier = byId.get(original.rerunOfId)
    if (!earlier) return original
    original = earlier
  }
  return original
}
