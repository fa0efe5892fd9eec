import 'server-only'
import { localUserId } from '../auth/local-user.ts'
import { purgeAttachments } from '../db/attachments.ts'
import { startBackups } from '../db/backups.ts'
import { closeDatabase } from '../db/client.ts'
import { purgeDeletedConversations } from '../db/conversations.ts'
import { purgeUnbegun } from '../db/folders.ts'
import { purgeImports } from '../db/import-store.ts'
import { purgeTemporaryChats } from '../db/temporary-chats.ts'
import { ensureUser } from '../db/users.ts'
import { logError } from '../telemetry/log.ts'
import { readCatalogue } from './catalogue.ts'
import { drain, serve } from './health.ts'
import { hub } from './hub.ts'
import { startReconciling } from './reconcile-costs.ts'
import { recoverTurns } from './recover-turns.ts'
import { TurnAborted } from './turn-error.ts'

declare global {
  /** Called by scripts/serve.mjs before the process ends. */
  var stenoShutdown: (() => Promise<void>) | undefined
}

const hourMs = 60 * 60 * 1000

/** What the process does once before it answers anybody: nothing that an earlier one left undone stays so. */
export async function register(): Promise<void> {
  await ensureUser(localUserId)
  await recoverTurns(new Date())
  startReconciling()
  startBackups()
  purge()
  setInterval(purge, hourMs).unref()
  // Not awaited: turns and pages work without it.
  readCatalogue(localUserId).catch((error: unknown) => logError('boot.catalogue', error))
  globalThis.stenoShutdown = shutDown
  serve()
}

function purge(): void {
  const now = new Date()
  purgeTemporaryChats(now)
    .then(() => purgeDeletedConversations(now))
    // After them: their files are shown by nobody any more.
    .then(() => purgeAttachments(now))
    .then(() => purgeImports(now))
    .then(() => purgeUnbegun(now))
    .catch((error: unknown) => logError('boot.purge', error))
}

/** No question is taken any more, running answers are stored as interrupted; then the process may end. */
async function shutDown(): Promise<void> {
  drain()
  await hub().endAll(new TurnAborted('restart'))
  // Those whose question was being written when the others were told.
  await hub().endAll(new TurnAborted('restart'))
  await hub().shutDown()
  await closeDatabase()
}
