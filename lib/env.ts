import path from 'node:path'
import { z } from 'zod'
import { logLevels } from './telemetry/log.ts'

const schema = z.object({
  STENO_DATA: z.string().min(1).default('data'),
  OPENROUTER_API_KEY: z.string().trim().min(1).optional().catch(undefined),
  OPENROUTER_BASE_URL: z.url({ protocol: /^https?$/ }).default('https://openrouter.ai/api/v1'),
  LOG_LEVEL: z.enum([...logLevels, '']).optional(),
  /** Turns that run at the same time in this process; more are queued. */
  STENO_LIVE_TURNS: z.coerce.number().int().min(1).max(10_000).default(200),
  /** Hours between two backups; 0 makes none. */
  STENO_BACKUP_HOURS: z.coerce.number().min(0).max(8760).default(24),
  STENO_BACKUPS_KEPT: z.coerce.number().int().min(1).max(1000).default(7)
})

const parsed = schema.parse(process.env)

/** The process's settings from outside, parsed once at start; a wrong one stops the start with its name. */
export const env = {
  dataDirectory: path.resolve(parsed.STENO_DATA),
  databaseFile: path.resolve(parsed.STENO_DATA, 'steno.db'),
  openRouterApiKey: parsed.OPENROUTER_API_KEY ?? null,
  openRouterBaseUrl: parsed.OPENROUTER_BASE_URL.replace(/\/+$/, ''),
  maxLiveTurns: parsed.STENO_LIVE_TURNS,
  backupHours: parsed.STENO_BACKUP_HOURS,
  backupsKept: parsed.STENO_BACKUPS_KEPT
}
