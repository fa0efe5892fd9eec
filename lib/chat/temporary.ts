import { uuidv7 } from 'uuidv7'

/** What a temporary chat is called: its first words would outlive it in the browser's history. */
export const temporaryTitle = 'Temporary chat'

/** UUIDs of version 8, else built as all others are, which are of version 7. */
const temporaryForm = /^[\da-f]{8}-[\da-f]{4}-8/i

/** An id says where its row lives: those of temporary chats in the memory of the process alone. */
export function isTemporary(id: string): boolean {
  return temporaryForm.test(id)
}

export function temporaryId(): string {
  const id = uuidv7()
  return `${id.slice(0, 14)}8${id.slice(15)}`
}

/** An id for a row that is to live where another one does. */
export function idBeside(id: string): string {
  return isTemporary(id) ? temporaryId() : uuidv7()
}

/** Whether rows with these ids can belong together. */
export function areOfOneKind(ids: readonly (string | null)[]): boolean {
  return new Set(ids.flatMap(id => (id === null ? [] : [isTemporary(id)]))).size <= 1
}
