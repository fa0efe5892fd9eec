import { listTags } from '@/lib/db/tags.ts'
import { json, route } from '@/lib/http/route.ts'

export const GET = route(async ({ userId }) => json({ tags: await listTags(userId) }))
