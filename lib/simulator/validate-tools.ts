import { slugOfListedProvider } from './providers.ts'
import { isRecord, type RequestMessage } from './request-messages.ts'
import type { SentMessage } from './sent-message.ts'
import type { Violation } from './violation.ts'

/** Each call is answered right after its message, in order, once. */
export function validateToolResults(messages: readonly RequestMessage[]): Violation[] {
  const violations: Violation[] = []
  let open: unknown[] = []
  let caller = -1
  const closeCalls = () => {
    if (open.length > 0)
      violations.push({
        rule: 'tool_result_missing',
        message: `messages[${caller}] has calls without a result: ${open.map(String).join(', ')}`
      })
    open = []
  }
  for (const [position, message] of messages.entries()) {
    if (message.role !== 'tool') {
      closeCalls()
      open = (message.role === 'assistant' ? (message.tool_calls ?? []) : []).map(call => call.id)
      caller = position
      continue
    }
    if (open[0] === message.tool_call_id) open.shift()
    else {
      const expected = open.length > 0 ? `expected ${String(open[0])}` : 'nothing was open'
      violations.push({
        rule: 'tool_result_unexpected',
        message: `messages[${position}] answers ${String(message.tool_call_id)}, ${expected}`
      })
      open = open.filter(id => id !== message.tool_call_id)
    }
  }
  closeCalls()
  return violations
}

/** A request that ends with tool results goes to who called the tools, in the same session. */
export function validateContinuation(options: {
  body: Record<string, unknown>
  messages: readonly RequestMessage[]
  sessionId: string | null
  origins: ReadonlyMap<number, SentMessage>
}): Violation[] {
  const { body, messages, sessionId, origins } = options
  if (messages.at(-1)?.role !== 'tool') return []
  const caller = messages.findLastIndex(message => message.role === 'assistant')
  const origin = origins.get(caller)
  if (!origin) return sessionId === null ? [{ rule: 'session_lost', message: 'a tool continuation without session_id' }] : []
  const violations: Violation[] = []
  if (sessionId === null || sessionId !== origin.sessionId)
    violations.push({
      rule: 'session_lost',
      message: `continues ${origin.generationId} in session ${String(sessionId)} instead of ${String(origin.sessionId)}`
    })
  const slug = slugOfListedProvider(origin.provider)
  if (slug !== undefined && origin.model === body.model && !isPinned(body.provider, slug))
    violations.push({
      rule: 'provider_not_pinned',
      message: `continues ${origin.generationId} of ${origin.provider} without provider.order [${slug}, …]`
    })
  return violations
}

/** A base slug stands for its variants: `google-vertex` for `google-vertex/us-east5`. */
function isPinned(provider: unknown, slug: string): boolean {
  if (!isRecord(provider)) return false
  const isIt = (value: unknown) => typeof value === 'string' && value.split('/')[0] === slug
  const { order, only } = provider
  return (Array.isArray(order) && isIt(order[0])) || (Array.isArray(only) && only.length === 1 && isIt(only[0]))
}
