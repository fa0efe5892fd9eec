import 'server-only'
import { type UserSettings, userSettings } from '../chat/settings.ts'
import { database } from './client.ts'

const name = 'user'

/** What the user has set; what was never set is absent. */
export async function readUserSettings(userId: string): Promise<UserSettings> {
  const row = await database().setting.findUnique({ where: { userId_name: { userId, name } } })
  return row ? userSettings.parse(JSON.parse(row.value)) : {}
}

/** Changes the given fields and keeps the others. */
export async function saveUserSettings(userId: string, change: UserSettings): Promise<void> {
  const value = JSON.stringify(change)
  // One statement: read and then written, two changes at the same time would undo each other.
  await database().$executeRaw`INSERT INTO "Setting" ("userId", "name", "value") VALUES (${userId}, ${name}, ${value})
    ON CONFLICT ("userId", "name") DO UPDATE SET "value" = json_patch("value", excluded."value")`
}
