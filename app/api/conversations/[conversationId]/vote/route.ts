import { voteBody } from '@/lib/chat/comparison.ts'
import { readBody } from '@/lib/http/read-body.ts'
import { json, route } from '@/lib/http/route.ts'
import { vote } from '@/lib/turn/vote.ts'

export const PUT = route<{ conversationId: string }>(async ({ request, params, userId }) =>
  json(await vote(userId, params.conversationId, await readBody(request, voteBody)))
)
