import type { DynamicToolUIPart } from 'ai'

type ToolState = DynamicToolUIPart['state']

/** Still going: the row shows arguments being written or counts seconds. */
export type ToolPhase = 'writing' | 'waiting' | 'running' | 'done' | 'failed' | 'denied'

/** A total map: a new state of the SDK breaks the build, not the card. */
export const toolPhases: Record<ToolState, ToolPhase> = {
  'input-streaming': 'writing',
  'input-available': 'running',
  'approval-requested': 'waiting',
  'approval-responded': 'running',
  'output-available': 'done',
  'output-error': 'failed',
  'output-denied': 'denied'
}

/** A tool's name for people when the server gave no title: `web_search` is "Web search". */
export function toolTitle({ title, toolName }: Pick<DynamicToolUIPart, 'title' | 'toolName'>): string {
  if (title) return title
  const words = toolName.replaceAll(/[_-]+/g, ' ').trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** Arguments in one line: the only text among them, else the whole. */
export function inputSummary(input: unknown): string {
  if (input === undefined || input === null) return ''
  if (typeof input !== 'object') return String(input)
  const values = Object.values(input)
  const [only] = values
  if (values.length === 0) return ''
  return values.length === 1 && (typeof only === 'string' || typeof only === 'number') ? String(only) : JSON.stringify(input)
}

/** A result in one line; empty when it is too long to be one. */
export function outputSummary(output: unknown): string {
  const text = outputText(output).trim()
  return text.length <= 40 && !text.includes('\n') ? text : ''
}

/** A result as text: our tools answer `{text}`, imported ones may answer anything. */
export function outputText(output: unknown): string {
  if (typeof output === 'string') return output
  if (typeof output === 'object' && output !== null && 'text' in output && typeof output.text === 'string') return output.text
  return output === undefined ? '' : JSON.stringify(output, null, 2)
}
