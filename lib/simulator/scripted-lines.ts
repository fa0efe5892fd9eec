import type { Delta } from './completion.ts'
import type { PlayedStep } from './script.ts'

/** One SSE event of a body that was not made here, and what of it counts as sent. */
export interface ScriptedEvent {
  /** Its lines, without the blank line after it. */
  lines: string
  /** The parsed chunk; `undefined` for comments, [DONE] and broken JSON. */
  chunk: ForeignChunk | undefined
  isDone: boolean
}

export interface ForeignChunk {
  id?: string
  model?: string
  provider?: string
  usage?: Record<string, unknown> | null
  choices?: { delta?: Partial<Delta>; finish_reason?: string | null; native_finish_reason?: string | null }[]
}

/** Events of `rawLines` or of the text of `replayFile`; `undefined` when the step has neither. */
export function scriptedEvents(step: PlayedStep, recording: string | undefined): ScriptedEvent[] | undefined {
  const { rawLines, done } = step.framing ?? {}
  const events =
    rawLines?.map(line => toEvent(isEventStreamLine(line) ? line : `data: ${line}`)) ??
    (recording === undefined ? undefined : eventsOf(recording))
  if (!events) return undefined
  const kept = done === false ? events.filter(event => !event.isDone) : events
  const wantsDone = done ?? rawLines !== undefined
  return wantsDone && !kept.some(event => event.isDone) ? [...kept, toEvent('data: [DONE]')] : kept
}

function eventsOf(recording: string): ScriptedEvent[] {
  return recording
    .split(/\r?\n\r?\n/)
    .filter(block => block.trim() !== '')
    .map(block => toEvent(block.trim().replaceAll('\r\n', '\n')))
}

function isEventStreamLine(line: string): boolean {
  return /^(data:|:|event:|id:|retry:)/.test(line)
}

function toEvent(lines: string): ScriptedEvent {
  const data = lines
    .split('\n')
    .filter(line => line.startsWith('data:'))
    .map(line => line.slice(5).trim())
    .join('\n')
  return { lines, chunk: parseChunk(data), isDone: data === '[DONE]' }
}

/** What a data line or a recorded JSON body says; `undefined` when it is no JSON object. */
export function parseChunk(data: string): ForeignChunk | undefined {
  if (!data.startsWith('{')) return undefined
  try {
    return JSON.parse(data)
  } catch {
    return undefined // Broken JSON is a fault that a script may play.
  }
}
