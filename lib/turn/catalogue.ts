import 'server-only'
import { z } from 'zod'
import type { ModelCatalogue, ModelSummary } from '../chat/model-summary.ts'
import type { Upstream } from '../db/ledger.ts'
import { readModelSnapshot, saveModelSnapshot } from '../db/model-snapshots.ts'
import { type ModelInfo, toModelInfo, unknownModelInfo } from '../openrouter/model-info.ts'
import { loadModels } from '../openrouter/models.ts'
import { type ModelRecord, modelRecordSchema } from '../openrouter/wire.ts'
import { logError } from '../telemetry/log.ts'
import { upstreamOf } from './upstream.ts'

interface Catalogue {
  records: readonly ModelRecord[]
  fetchedAt: Date
  stale: boolean
}

declare global {
  /** The last catalogue of each upstream, for turns: they must not wait for one. */
  var stenoModelInfo: Map<Upstream, { fetchedAt: number; infos: Map<string, ModelInfo> }> | undefined
}

/** What is known of a model without asking anybody; nothing is assumed of one that the catalogue does not list. */
export function modelInfoOf(upstream: Upstream, model: string): ModelInfo {
  return globalThis.stenoModelInfo?.get(upstream)?.infos.get(model) ?? unknownModelInfo
}

/** The same, for who needs it: waits for the catalogue when none was ever read. */
export async function loadModelInfo(userId: string, upstream: Upstream, model: string): Promise<ModelInfo> {
  if (!globalThis.stenoModelInfo?.has(upstream)) await load(userId)
  return modelInfoOf(upstream, model)
}

/** The catalogue for the picker: fresh when OpenRouter answers, else the last one that it gave, marked stale. */
export async function readCatalogue(userId: string): Promise<ModelCatalogue> {
  const { upstream } = await upstreamOf(userId)
  const catalogue = await load(userId)
  return {
    upstream,
    models: catalogue?.records.map(toSummary) ?? [],
    fetchedAt: catalogue?.fetchedAt.toISOString() ?? null,
    stale: catalogue?.stale ?? true
  }
}

async function load(userId: string): Promise<Catalogue | null> {
  const { upstream, baseUrl, apiKey } = await upstreamOf(userId)
  try {
    const { items: records, fetchedAt: fetchedMs, stale } = await loadModels({ baseUrl, apiKey })
    const fetchedAt = new Date(fetchedMs)
    if (remember(upstream, records, fetchedAt)) await saveModelSnapshot(userId, upstream, JSON.stringify(records), fetchedAt)
    return { records, fetchedAt, stale }
  } catch (error) {
    logError('catalogue.fetch', error)
    const snapshot = await readModelSnapshot(userId, upstream)
    if (!snapshot) return null
    const records = z.array(modelRecordSchema).parse(JSON.parse(snapshot.models))
    remember(upstream, records, snapshot.fetchedAt)
    return { records, fetchedAt: snapshot.fetchedAt, stale: true }
  }
}

/** Answers whether this catalogue was not known yet. */
function remember(upstream: Upstream, records: readonly ModelRecord[], fetchedAt: Date): boolean {
  globalThis.stenoModelInfo ??= new Map()
  if (globalThis.stenoModelInfo.get(upstream)?.fetchedAt === fetchedAt.getTime()) return false
  const infos = new Map(records.map(record => [record.id, toModelInfo(record)]))
  globalThis.stenoModelInfo.set(upstream, { fetchedAt: fetchedAt.getTime(), infos })
  return true
}

function toSummary(record: ModelRecord): ModelSummary {
  const info = toModelInfo(record)
  return {
    id: record.id,
    name: info.name ?? record.id,
    contextWindow: info.contextWindow ?? null,
    maxTokens: info.maxTokens ?? null,
    inputPrice: info.inputPrice ?? null,
    outputPrice: info.outputPrice ?? null,
    cacheReadPrice: info.cacheReadsPrice ?? null,
    cacheWritePrice: info.cacheWritesPrice ?? null,
    inputModalities: info.inputModalities ?? ['text'],
    outputModalities: info.outputModalities ?? ['text'],
    supportsTools: info.supportsTools ?? false,
    supportsReasoning: info.supportsReasoning ?? false,
    supportsThinkingBudget: info.supportsThinkingBudget ?? false,
    supportedEfforts: info.supportedEfforts ?? [],
    reasoningMandatory: info.reasoningMandatory ?? false,
    parameters: info.parameters ?? null,
    expiresAt: record.expiration_date ?? null
  }
}
