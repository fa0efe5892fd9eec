import 'server-only'
import type { BudgetChange, BudgetList, NewBudget } from '../chat/budget.ts'
import { changeBudget as change, createBudget as create, listBudgets } from '../db/budgets.ts'
import { readUserSettings } from '../db/settings.ts'
import { NotFoundError } from '../errors.ts'
import { unknownModelInfo } from '../openrouter/model-info.ts'
import { loadModelInfo } from './catalogue.ts'
import { upstreamOf } from './upstream.ts'

/** The user's budgets, counted at the upstream that turns go to now. */
export async function readBudgets(userId: string): Promise<BudgetList> {
  const [{ upstream }, { timeZone }] = await Promise.all([upstreamOf(userId), readUserSettings(userId)])
  const servedAs = async (model: string) => (await loadModelInfo(userId, upstream, model)).canonicalSlug
  return { upstream, budgets: await listBudgets(userId, { upstream, timeZone, servedAs }, new Date()) }
}

/** 404 for a model that is not listed: without a price nothing could be kept within it. */
export async function createBudget(userId: string, budget: NewBudget): Promise<BudgetList> {
  if (budget.scope === 'model') {
    const { upstream } = await upstreamOf(userId)
    if ((await loadModelInfo(userId, upstream, budget.target)) === unknownModelInfo) throw new NotFoundError('model')
  }
  await create(userId, budget)
  return readBudgets(userId)
}

export async function changeBudget(userId: string, id: string, budget: BudgetChange): Promise<BudgetList> {
  await change(userId, id, budget)
  return readBudgets(userId)
}
