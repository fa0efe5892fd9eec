import { budgetChange } from '@/lib/chat/budget.ts'
import { deleteBudget } from '@/lib/db/budgets.ts'
import { readBody } from '@/lib/http/read-body.ts'
import { json, route } from '@/lib/http/route.ts'
import { changeBudget } from '@/lib/turn/budget-list.ts'

interface Params {
  budgetId: string
}

export const PATCH = route<Params>(async ({ request, params, userId }) =>
  json(await changeBudget(userId, params.budgetId, await readBody(request, budgetChange)))
)

export const DELETE = route<Params>(async ({ params, userId }) => {
  await deleteBudget(userId, params.budgetId)
  return new Response(null, { status: 204 })
})
