import { useSyncExternalStore } from 'react'
import type { BudgetList } from '@/lib/chat/budget.ts'
import { knownBudgets, subscribeToBudgets } from './budget-store.ts'

/** The user's budgets, up to date; `null` until they were read. */
export function useBudgets(): BudgetList | null {
  return useSyncExternalStore(subscribeToBudgets, knownBudgets, () => null)
}
