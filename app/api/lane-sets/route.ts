import { newLaneSet } from '@/lib/chat/comparison.ts'
import { listLaneSets, saveLaneSet } from '@/lib/db/lane-sets.ts'
import { readBody } from '@/lib/http/read-body.ts'
import { json, route } from '@/lib/http/route.ts'

export const GET = route(async ({ userId }) => json({ laneSets: await listLaneSets(userId) }))

export const POST = route(async ({ request, userId }) => json(await saveLaneSet(userId, await readBody(request, newLaneSet)), 201))
