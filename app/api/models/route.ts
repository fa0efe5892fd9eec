import { json, route } from '@/lib/http/route.ts'
import { readCatalogue } from '@/lib/turn/catalogue.ts'

export const GET = route(async ({ userId }) => json(await readCatalogue(userId)))
