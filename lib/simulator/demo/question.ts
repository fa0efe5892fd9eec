import { lastUserText, type RequestMessage, textOf } from '../request-messages.ts'

/** What a scenario may look at. */
export interface Question {
  model: string
  messages: readonly RequestMessage[]
  body: Record<string, unknown>
  key: string
  sessionId: string | null
}

export function questionText({ messages }: Question): string {
  return lastUserText(messages).trim()
}

/** The question in one line, for quoting. */
export function quoted(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return `“${line.length > 120 ? `${line.slice(0, 119).trimEnd()}…` : line}”`
}

export interface ToolResult {
  name: string
  text: string
}

/** Results since the last thing the user said, each with the name of its tool. */
export function toolResults({ messages }: Question): ToolResult[] {
  const latest = messages.slice(messages.findLastIndex(message => message.role === 'user') + 1)
  const calls = latest.flatMap(message => message.tool_calls ?? [])
  return latest
    .filter(message => message.role === 'tool')
    .map(message => ({
      name: String(calls.find(call => call.id === message.tool_call_id)?.function?.name ?? 'tool'),
      text: textOf(message.content)
    }))
}

/** The way of a real model: first token after 0.4 to 0.9 s, 40 to 90 tokens a second; the same question, the same pace. */
export function livelyPace(question: Question): { firstTokenMs: number; tokensPerSecond: number } {
  let hash = 7
  for (const character of `${question.model} ${questionText(question)}`) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0
  return { firstTokenMs: 400 + (hash % 501), tokensPerSecond: 40 + (hash % 51) }
}

/** `reasoning: {effort: "none"}`, `enabled: false` or `exclude`: the caller wants no thoughts. */
export function wantsReasoning({ body }: Question): boolean {
  const reasoning = body.reasoning
  if (typeof reasoning !== 'object' || reasoning === null) return body.include_reasoning !== false
  const { effort, enabled, exclude } = Object.fromEntries(Object.entries(reasoning))
  return effort !== 'none' && enabled !== false && exclude !== true
}
