import { ownOrigin } from '@/lib/http/own-origin.ts'
import { route } from '@/lib/http/route.ts'
import { finishConnection } from '@/lib/turn/connect.ts'

/** Where OpenRouter sends the browser back to. Nobody is believed without the state that was given out, which is good once. */
export const GET = route(async ({ request, userId }) => {
  const { searchParams } = new URL(request.url)
  const returned = { state: searchParams.get('state') ?? '', code: searchParams.get('code') ?? '' }
  const place = await finishConnection({ userId, origin: ownOrigin(request), ...returned }, Date.now())
  return new Response(null, { status: 303, headers: { Location: place, 'Cache-Control': 'no-store' } })
})
