import type { CostTableId } from './cost-names.ts'

/** The page of a period. */
export function costsHref(period: string, zone: string): string {
  return `/costs?${new URLSearchParams({ period, zone })}`
}

/** What stands in a table of it, as a file. */
export function costsCsvHref(period: string, zone: string, table: 'time' | CostTableId): string {
  return `/api/costs/csv?${new URLSearchParams({ period, zone, table })}`
}
