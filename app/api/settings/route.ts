import { userSettings } from '@/lib/chat/settings.ts'
import { saveUserSettings } from '@/lib/db/settings.ts'
import { readBody } from '@/lib/http/read-body.ts'
import { json, route } from '@/lib/http/route.ts'
import { readSettingsView } from '@/lib/turn/upstream.ts'

export const GET = route(async ({ userId }) => json(await readSettingsView(userId)))

export const PATCH = route(async ({ request, userId }) => {
  await saveUserSettings(userId, await readBody(request, userSettings))
  return json(await readSettingsView(userId))
})
