import type { FailureCode } from '@/lib/chat/failure.ts'
import type { Described, Phrases } from './failure-words.ts'

/** The words for answers whose rest Steno itself could not keep. */
export const storageWords: Record<Extract<FailureCode, `storage_${string}`>, (phrases: Phrases) => Described> = {
  storage_full: ({ keptClause, billed }) => ({
    title: 'The disk is full',
    sentence: `There was no room to keep more of the answer. ${keptClause}${billed} Make room on the disk, then go on.`,
    actions: [{ type: 'continue' }, { type: 'retry' }],
    ours: true
  }),
  storage_corrupt: ({ keptClause }) => ({
    title: 'The database is damaged',
    sentence: `The rest of the answer could not be kept. ${keptClause}Stop Steno and restore a backup.`,
    actions: [{ type: 'retry' }],
    ours: true
  }),
  storage_locked: ({ keptClause, billed }) => ({
    title: 'The database was in use',
    sentence: `Another program held it for too long. ${keptClause}${billed}`,
    actions: [{ type: 'continue' }, { type: 'retry' }],
    ours: true
  })
}
