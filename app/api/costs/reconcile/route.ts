import { z } from 'zod'
import { utcPeriods } from '@/lib/cost/utc-period.ts'
import { readValue } from '@/lib/http/read-body.ts'
import { json, route } from '@/lib/http/route.ts'
import { reconcileAccount } from '@/lib/turn/reconcile-account.ts'

export const GET = route(async ({ request, userId }) => {
  const period = readValue('period', new URL(request.url).searchParams.get('period'), z.enum(utcPeriods).nullable()) ?? 'month'
  return json(await reconcileAccount(userId, period, new Date()))
})
