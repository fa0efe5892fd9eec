import { turnRequest } from '@/lib/chat/turn-request.ts'
import { readBody } from '@/lib/http/read-body.ts'
import { eventStream, route } from '@/lib/http/route.ts'
import { startTurn } from '@/lib/turn/start-turn.ts'

export const POST = route(async ({ request, userId }) => eventStream(await startTurn(userId, await readBody(request, turnRequest))))
