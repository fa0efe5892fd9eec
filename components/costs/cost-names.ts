import type { ModelCatalogue } from '@/lib/chat/model-summary.ts'
import { isTemporary, temporaryTitle } from '@/lib/chat/temporary.ts'
import { type CostRow, toolFees } from '@/lib/cost/report.ts'
import { modelName } from '../models/model-name.ts'

export const costTables = ['model', 'provider', 'kind', 'conversation'] as const
export type CostTableId = (typeof costTables)[number]

export const tableTitles: Record<CostTableId, { title: string; column: string }> = {
  model: { title: 'By model', column: 'Model' },
  provider: { title: 'By provider', column: 'Provider' },
  kind: { title: 'By kind', column: 'Kind' },
  conversation: { title: 'By conversation', column: 'Conversation' }
}

const kinds = new Map([
  ['chat', 'Chat'],
  ['compare', 'Comparisons'],
  ['title', 'Titles'],
  ['merge', 'Merged answers'],
  [toolFees, 'Tool fees']
])

/** A model before the vote of a blind comparison has no name. */
export function costModelName(catalogue: ModelCatalogue, slug: string): string {
  return slug === '' ? 'Blind comparison, before its vote' : modelName(catalogue, slug)
}

/** What a line is called on screen and in the file. */
export function costRowName(table: CostTableId, { key, title }: CostRow, catalogue: ModelCatalogue): string {
  switch (table) {
    case 'model':
      return costModelName(catalogue, key)
    case 'provider':
      return key === '' ? 'Not named, or not yet' : key
    case 'kind':
      return kinds.get(key) ?? key
    case 'conversation':
      return title ?? unlistedName(key)
  }
}

/** Of a conversation whose content is not there, or not kept; nothing is the one of calls that belong to none. */
export function unlistedName(conversationId: string): string {
  if (conversationId === '') return 'No conversation'
  return isTemporary(conversationId) ? temporaryTitle : 'Deleted conversation'
}

/** The conversations that are not listed one by one. */
export function othersName(count: number): string {
  return `${count.toLocaleString('en-US')} other ${count === 1 ? 'conversation' : 'conversations'}`
}
