import type { ChatRequestMessage, ContentPart, ToolRequestMessage } from './request.ts'

/**
 * Tool results hold text alone at OpenAI, which refuses a request with an image in one. So files leave the results and
 * follow in a user message: after all results of a step, as nothing may stand between those, each under the id of its call.
 */
export function moveToolResultFiles(messages: readonly ChatRequestMessage[]): ChatRequestMessage[] {
  const moved: ChatRequestMessage[] = []
  let files: ContentPart[] = []
  const flush = () => {
    if (files.length > 0) moved.push({ role: 'user', content: files })
    files = []
  }
  for (const message of messages) {
    if (message.role !== 'tool') flush()
    if (message.role === 'tool' && typeof message.content !== 'string') {
      files.push(...filesOf(message.tool_call_id, message.content))
      moved.push(withTextOnly(message, message.content))
    } else moved.push(message)
  }
  flush()
  return moved
}

function filesOf(callId: string, content: readonly ContentPart[]): ContentPart[] {
  const files = content.filter(part => part.type !== 'text')
  return files.length === 0 ? [] : [{ type: 'text', text: `Files in the result of tool call ${callId}:` }, ...files]
}

function withTextOnly(message: ToolRequestMessage, content: readonly ContentPart[]): ToolRequestMessage {
  const text = content.flatMap(part => (part.type === 'text' && part.text ? [part.text] : [])).join('\n\n')
  return { ...message, content: text === '' ? 'The result is in the next user message.' : text }
}
