import { z } from 'zod'
import { isTimeZone } from '../cost/period.ts'
import { type StreamTimeouts, timeoutBounds } from './timeouts.ts'
import { cleanText, modelSlug, reasoningEfforts } from './turn-request.ts'

function within(name: keyof StreamTimeouts) {
  return z.int().min(timeoutBounds[name].leastMs).max(timeoutBounds[name].mostMs).optional()
}

/** Apart from their bounds, which the settings page reads: zod is in no browser bundle. */
const chosenTimeouts = z.strictObject({
  headersMs: within('headersMs'),
  firstContentMs: within('firstContentMs'),
  silenceMs: within('silenceMs'),
  stalledMs: within('stalledMs'),
  totalMs: within('totalMs')
})

/** A model to be taken for something. `null` in a change takes away. */
const roleChoice = z.strictObject({ model: modelSlug, reasoningEffort: z.enum(reasoningEfforts).nullish() })

/** What a user can set once for all conversations; body of `PATCH /api/settings` (each field optional there). */
export const userSettings = z.strictObject({
  /** Model of new conversations. */
  model: modelSlug.optional(),
  systemPrompt: cleanText(100_000).optional(),
  roles: z.strictObject({ planning: roleChoice.nullish(), coding: roleChoice.nullish(), fast: roleChoice.nullish() }).optional(),
  /** Titles are written by a cheap model; absent is yes. */
  titles: z.boolean().optional(),
  /** Ctrl+Shift+C and Ctrl+Shift+; copy the last answer and the last code; absent is yes. Browsers use them for their own tools. */
  copyKeys: z.boolean().optional(),
  /** The price of the next answer is shown from this amount on, in pico-dollars; absent is $0.001. */
  nextPriceFromPicoUsd: z.union([z.string().regex(/^\d{1,18}$/), z.literal('never')]).optional(),
  /** How long an answer may take to move on; what is absent is `defaultTimeouts`. */
  timeouts: chosenTimeouts.optional(),
  /** IANA name, as the browser reports it: whose midnight ends a day and a month. Absent is UTC. */
  timeZone: z
    .string()
    .regex(/^[A-Za-z][\w+/-]{0,63}$/)
    .refine(isTimeZone, 'must be a time zone like Europe/Berlin')
    .optional()
})
export type UserSettings = z.infer<typeof userSettings>

/** What a model can be there for. */
export type ModelRole = keyof NonNullable<UserSettings['roles']>
export type RoleChoice = z.infer<typeof roleChoice>

/** What may be said of the key. The key itself never leaves the server again. */
export interface KeyInfo {
  source: 'environment' | 'stored' | 'none'
  /** OpenRouter's own label for it. */
  label?: string
  lastFour?: string
  /** Dollars; `null` is unlimited. */
  limit?: number | null
  limitRemaining?: number | null
}

/** Answer of `GET /api/settings`. */
export interface SettingsView {
  /** `demo` while there is no key: replies are simulated and nothing is billed. */
  upstream: 'demo' | 'openrouter'
  key: KeyInfo
  settings: UserSettings
  version: string
}

/** Body of `PUT /api/settings/key`. Visible ASCII only: it goes into a header. */
export const keyBody = z.strictObject({
  key: z
    .string()
    .trim()
    .regex(/^[\x21-\x7e]{8,500}$/, 'does not look like a key')
})

/** Body of `POST /api/settings/key/connect`. */
export const connectBody = z.strictObject({
  /** Where the user goes on, connected. */
  returnTo: z.enum(['/', '/settings'])
})

/** Why a connection with OpenRouter came to nothing, as the address of the settings page says it. */
export const connectProblems = ['expired', 'refused', 'unreachable'] as const
export type ConnectProblem = (typeof connectProblems)[number]

/** Answer of `GET /api/settings/key`: what OpenRouter says of the key now. Limits in dollars, `null` is none. */
export interface KeyAccount {
  label: string | null
  limit: number | null
  limitRemaining: number | null
  /** What the account has bought and not used, in pico-dollars; `null`: the key may not see it. */
  balancePicoUsd: string | null
}
