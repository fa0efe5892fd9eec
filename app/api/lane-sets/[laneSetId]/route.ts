import { deleteLaneSet } from '@/lib/db/lane-sets.ts'
import { route } from '@/lib/http/route.ts'

export const DELETE = route<{ laneSetId: string }>(async ({ params, userId }) => {
  await deleteLaneSet(userId, params.laneSetId)
  return new Response(null, { status: 204 })
})
