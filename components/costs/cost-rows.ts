import type { CostReport, CostRow } from '@/lib/cost/report.ts'
import type { CostTableId } from './cost-names.ts'

/** The lines of a table, the most expensive first. */
export function rowsOf(report: CostReport, table: CostTableId): CostRow[] {
  switch (table) {
    case 'model':
      return report.byModel
    case 'provider':
      return report.byProvider
    case 'kind':
      return report.byKind
    case 'conversation':
      return report.byConversation
  }
}
