import 'server-only'
import { localUserId } from './local-user.ts'

/** Who asks. Every row is read and written under this id. */
export function currentUserId(): Promise<string> {
  return Promise.resolve(localUserId)
}
