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

/** Levels of an error that are read and kept: gateways nest each other's five deep. */
export const deepestError = 64

/** The same for every text in a value; a `user_id` goes with its name, and what lies too deep is left out. */
export function withoutSecretsIn(value: unknown, depth = deepestError): unknown {
  if (typeof value === 'string') return withoutSecrets(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth === 0) return '…'
  if (Array.isArray(value)) return value.map(item => withoutSecretsIn(item, depth - 1))
  return isRecord(value) ? recordWithoutSecrets(value, depth) : value
}

export function recordWithoutSecrets(value: Record<string, unknown>, depth = deepestError): Record<string, unknown> {
  const entries = Object.entries(value).filter(([key]) => key !== 'user_id')
  return Object.fromEntries(entries.map(([key, item]) => [key, withoutSecretsIn(item, depth - 1)]))
}
