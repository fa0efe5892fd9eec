import { newPreset } from '@/lib/chat/chat-settings.ts'
import { createPreset, listPresets } from '@/lib/db/presets.ts'
import { readBody } from '@/lib/http/read-body.ts'
import { json, route } from '@/lib/http/route.ts'

export const GET = route(async ({ userId }) => json({ presets: await listPresets(userId) }))

export const POST = route(async ({ request, userId }) => json(await createPreset(userId, await readBody(request, newPreset)), 201))
