import type { BudgetList } from '../../lib/chat/budget.ts'
import { requestJson } from '../http/request-json.ts'
import { subscribeToUserEvents } from '../http/user-events.ts'

/** Several events of one turn are one reading. */
const settleMs = 300

const listeners = new Set<() => void>()
let list: BudgetList | null = null
let stopListening: (() => void) | null = null
let timer: ReturnType<typeof setTimeout> | undefined
let reads = 0

/** The user's budgets as this page knows them; read when somebody first asks, and again when answers end. */
export function subscribeToBudgets(listener: () => void): () => void {
  listeners.add(listener)
  if (listeners.size === 1) {
    readSoon()
    // Who has no budgets is not asked about them at every answer.
    stopListening = subscribeToUserEvents(event => {
      if (event.type === 'connected' || (list?.budgets.length ?? 0) > 0) readSoon()
    })
  }
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    stopListening?.()
    stopListening = null
    clearTimeout(timer)
  }
}

export function knownBudgets(): BudgetList | null {
  return list
}

/** What a route has just answered with. */
export function setBudgets(next: BudgetList): void {
  reads += 1
  list = next
  for (const listener of listeners) listener()
}

/** After something that may have spent or held some. */
export function readSoon(): void {
  clearTimeout(timer)
  timer = setTimeout(() => void read(), settleMs)
}

async function read(): Promise<void> {
  const own = ++reads
  // A bar that is a little old is better than none; the server decides in any case.
  const next = await requestJson<BudgetList>('/api/budgets').catch(() => null)
  if (next && own === reads) setBudgets(next)
}
