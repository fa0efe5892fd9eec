import { isRecord } from './wire.ts'

/** Keys of OpenRouter and of the providers behind it, whole or half masked, as their errors quote them. */
const keys = /\b(sk-or-v1-|sk-ant-|sk-proj-|sk-|gsk_|xai-|AIza)[\w*.-]{8,}/g
/** OpenRouter's ids of accounts. */
const accounts = /\buser_[A-Za-z0-9]{8,}/g
/** A `user_id` in JSON text that was quoted once or several times; goes with the comma on one side of it. Backslashes are read from their first: a run of them stays linear. */
const quotedAccounts = /,\s*\\*"user_id\\*"\s*:\s*\\*"[^"\\]*\\*"|(?<!\\)\\*"user_id\\*"\s*:\s*\\*"[^"\\]*\\*"\s*,?/g

/** The text without keys, nor the id of the account that made the call: it is shown and stored. */
export function withoutSecrets(text: string): string {
  return text.replace(quotedAccounts, '').replace(accounts, 'user_…').replace(keys, '$1…')
}

/** The same for every text in a value; a `user_id` goes with its name. */
export function withoutSecretsIn(value: unknown): unknown {
  if (typeof value === 'string') return withoutSecrets(value)
  if (Array.isArray(value)) return value.map(withoutSecretsIn)
  return isRecord(value) ? recordWithoutSecrets(value) : value
}

export function recordWithoutSecrets(value: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(value).filter(([key]) => key !== 'user_id')
  return Object.fromEntries(entries.map(([key, item]) => [key, withoutSecretsIn(item)]))
}
