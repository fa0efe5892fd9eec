import { maxLanes, minLanes } from '@/lib/chat/lane-count.ts'
import type { ReasoningEffort, TurnSettings } from '@/lib/chat/turn-request.ts'
import { parseAttachedFile } from '../../attachments/attached-file.ts'
import { effortNames } from '../../models/efforts.ts'
import { keptParameters, type LaneDraft } from './lane-draft.ts'
import type { Setup } from './setup-store.ts'

/** What stands in storage may be of another version, or of somebody's hand: what cannot be read is left out. */
export function parseSetup(text: string | null): Setup | null {
  if (text === null) return null
  const value = parseJson(text)
  if (!isRecord(value)) return null
  const lanes = list(value.lanes).flatMap(parseLane)
  if (lanes.length < minLanes) return null
  const { rerunOf } = value
  return {
    text: string(value.text),
    files: list(value.files).flatMap(parseAttachedFile),
    // Keys are of a page, and this is another one.
    lanes: lanes.slice(0, maxLanes).map((lane, index) => ({ ...lane, key: `stored-${index}` })),
    blind: value.blind === true,
    rerunOf: isRecord(rerunOf) && typeof rerunOf.id === 'string' ? { id: rerunOf.id, title: string(rerunOf.title) } : null
  }
}

function parseLane(value: unknown): LaneDraft[] {
  if (!isRecord(value) || typeof value.model !== 'string') return []
  return [
    {
      key: '',
      model: value.model,
      providers: string(value.providers),
      effort: isEffort(value.effort) ? value.effort : null,
      thinkingBudget: string(value.thinkingBudget),
      temperature: string(value.temperature),
      maxTokens: string(value.maxTokens),
      systemPrompt: string(value.systemPrompt),
      cap: string(value.cap),
      kept: parseKept(value.kept)
    }
  ]
}

/** Only its form is looked at: the server refuses what is none of its settings. */
function parseKept(value: unknown): LaneDraft['kept'] {
  if (!isRecord(value)) return {}
  const { routing, fallbackModels, tools } = value
  return {
    ...(isRecord(routing) && { routing: routing satisfies TurnSettings['routing'] }),
    ...(strings(fallbackModels).length > 0 && { fallbackModels: strings(fallbackModels) }),
    ...(Array.isArray(tools) && { tools: strings(tools) }),
    ...Object.fromEntries(keptParameters.flatMap(name => (typeof value[name] === 'number' ? [[name, value[name]]] : [])))
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isEffort(value: unknown): value is ReasoningEffort {
  return typeof value === 'string' && Object.hasOwn(effortNames, value)
}

function string(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

function strings(value: unknown): string[] {
  return list(value).filter(item => typeof item === 'string')
}
