import { diffWordsWithSpace } from 'diff'

export interface DiffPiece {
  kind: 'same' | 'left' | 'right'
  text: string
}

/** Comparing by words takes longest where nothing is alike: then there is nothing to be seen in it either. */
const longestMs = 500

/** Two texts by words; `null` when they are too long and too different to be compared. */
export function wordDiff(left: string, right: string): DiffPiece[] | null {
  const changes = diffWordsWithSpace(left, right, { timeout: longestMs })
  if (!changes) return null
  return changes.map(({ added, removed, value }) => ({ kind: added ? 'right' : removed ? 'left' : 'same', text: value }))
}
