import { countVotes } from '@/lib/db/votes.ts'
import { json, route } from '@/lib/http/route.ts'

export const GET = route(async ({ userId }) => json({ models: await countVotes(userId) }))
