import { keyBody } from '@/lib/chat/settings.ts'
import { readBody } from '@/lib/http/read-body.ts'
import { json, route } from '@/lib/http/route.ts'
import { readKeyAccount, removeKey, storeKey } from '@/lib/turn/upstream.ts'

export const GET = route(async ({ userId }) => json(await readKeyAccount(userId)))

export const PUT = route(async ({ request, userId }) => json(await storeKey(userId, (await readBody(request, keyBody)).key)))

export const DELETE = route(async ({ userId }) => json(await removeKey(userId)))
