import { modelSlug } from '@/lib/chat/turn-request.ts'
import { readValue } from '@/lib/http/read-body.ts'
import { json, route } from '@/lib/http/route.ts'
import { readEndpoints } from '@/lib/turn/endpoints.ts'

export const GET = route(async ({ request, userId }) =>
  json(await readEndpoints(userId, readValue('model', new URL(request.url).searchParams.get('model'), modelSlug)))
)
