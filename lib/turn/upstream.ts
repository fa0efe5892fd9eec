import 'server-only'
import path from 'node:path'
import packageJson from '../../package.json' with { type: 'json' }
import type { KeyAccount, KeyInfo, SettingsView } from '../chat/settings.ts'
import { deleteApiKey, readApiKey, saveApiKey } from '../db/api-keys.ts'
import type { Upstream } from '../db/ledger.ts'
import { readUserSettings } from '../db/settings.ts'
import { env } from '../env.ts'
import { AppError, NotFoundError } from '../errors.ts'
import { fetchCredits } from '../openrouter/account.ts'
import { OpenRouterError } from '../openrouter/errors.ts'
import { fetchKeyInfo } from '../openrouter/key.ts'

/** Where a turn's calls go, and with which key. */
export interface UpstreamAccess {
  upstream: Upstream
  baseUrl: string
  apiKey: string
}

/** The simulator asks for a key as OpenRouter does; any will do. */
const demoKey = 'sk-or-v1-demo'

declare global {
  var stenoDemoUpstream: Promise<{ url: string }> | undefined
}

/** The simulator of the demo mode, started when first needed, on a loopback port of its own. */
function demoUpstream(): Promise<{ url: string }> {
  globalThis.stenoDemoUpstream ??= import('../simulator/server.ts').then(({ startSimulator }) =>
    startSimulator({ dataFile: path.join(env.dataDirectory, 'demo-bill.jsonl') })
  )
  return globalThis.stenoDemoUpstream
}

const openRouterOrigin = new URL(env.openRouterBaseUrl).origin

/** The environment's key, else the stored one, else the demo: decided anew for every request. */
export async function upstreamOf(userId: string): Promise<UpstreamAccess> {
  const apiKey = env.openRouterApiKey ?? (await readApiKey(userId, openRouterOrigin))?.key
  return apiKey === undefined ? accessTo('demo', demoKey) : accessTo('openrouter', apiKey)
}

/** Access to the upstream that a ledger row names; `null` when it asks for OpenRouter and there is no key any more. */
export async function upstreamNamed(userId: string, upstream: Upstream): Promise<UpstreamAccess | null> {
  if (upstream === 'demo') return accessTo('demo', demoKey)
  const access = await upstreamOf(userId)
  return access.upstream === 'openrouter' ? access : null
}

async function accessTo(upstream: Upstream, apiKey: string): Promise<UpstreamAccess> {
  return { upstream, apiKey, baseUrl: upstream === 'demo' ? (await demoUpstream()).url : env.openRouterBaseUrl }
}

/** What the settings page and every page's banner show. */
export async function readSettingsView(userId: string): Promise<SettingsView> {
  const [key, settings] = await Promise.all([readKeyInfo(userId), readUserSettings(userId)])
  return { upstream: key.source === 'none' ? 'demo' : 'openrouter', key, settings, version: packageJson.version }
}

async function readKeyInfo(userId: string): Promise<KeyInfo> {
  if (env.openRouterApiKey !== null) return { source: 'environment', lastFour: env.openRouterApiKey.slice(-4) }
  const stored = await readApiKey(userId, openRouterOrigin)
  if (!stored) return { source: 'none' }
  return { source: 'stored', lastFour: stored.lastFour, ...(stored.label === null ? {} : { label: stored.label }) }
}

/** What OpenRouter says of the key that is used now. */
export async function readKeyAccount(userId: string): Promise<KeyAccount> {
  const { upstream, baseUrl, apiKey } = await upstreamOf(userId)
  if (upstream === 'demo') throw new NotFoundError('key')
  const [info, credits] = await Promise.all([
    checkKey(apiKey, 'OpenRouter could not be asked about the key.'),
    // OpenRouter may want a management key for it.
    fetchCredits({ baseUrl, apiKey }).catch(() => null)
  ])
  const { label, limit, limitRemaining } = info
  const balance = credits && credits.boughtPicoUsd - credits.usedPicoUsd
  return { label, limit, limitRemaining, balancePicoUsd: balance === null ? null : balance.toString() }
}

/** Asks OpenRouter about the key first; only one that it accepts is stored, encrypted. */
export async function storeKey(userId: string, key: string): Promise<SettingsView> {
  if (env.openRouterApiKey !== null) {
    throw new AppError('key_from_environment', 409, 'The key comes from OPENROUTER_API_KEY; unset it to store one here.')
  }
  const info = await checkKey(key)
  await saveApiKey(userId, { key, label: info.label, origin: openRouterOrigin })
  const view = await readSettingsView(userId)
  return { ...view, key: { ...view.key, limit: info.limit, limitRemaining: info.limitRemaining } }
}

async function checkKey(key: string, unreachable = 'OpenRouter could not be asked about the key. Nothing was stored.') {
  try {
    return await fetchKeyInfo({ baseUrl: env.openRouterBaseUrl, apiKey: key })
  } catch (error) {
    if (error instanceof OpenRouterError && (error.code === 401 || error.code === 403)) {
      throw new AppError('key_rejected', 422, 'OpenRouter does not accept this key.', { cause: error })
    }
    throw new AppError('upstream_unreachable', 502, unreachable, { cause: error, retryable: true })
  }
}

/** Forgets the stored key. */
export async function removeKey(userId: string): Promise<SettingsView> {
  await deleteApiKey(userId)
  return readSettingsView(userId)
}
