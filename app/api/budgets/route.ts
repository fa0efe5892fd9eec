import { newBudget } from '@/lib/chat/budget.ts'
import { readBody } from '@/lib/http/read-body.ts'
import { json, route } from '@/lib/http/route.ts'
import { createBudget, readBudgets } from '@/lib/turn/budget-list.ts'

export const GET = route(async ({ userId }) => json(await readBudgets(userId)))

export const POST = route(async ({ request, userId }) => json(await createBudget(userId, await readBody(request, newBudget)), 201))
