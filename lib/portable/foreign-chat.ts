import type { ImportLoss } from '../chat/import.ts'
import type { ConversationRecord } from './export-format.ts'

/** A conversation of another program, in our terms. Its ids are still the other's. */
export interface ForeignChat {
  record: ConversationRecord
  /** Files by the id under which the record shows them; those of our own format stand elsewhere in the file. */
  files: ReadonlyMap<string, ForeignFile>
  losses: ImportLoss[]
}

export interface ForeignFile {
  name: string
  /** Base64. */
  bytes: string
}
