/**
 * One JSON line on stderr per problem. An error's message is left out on purpose: messages of databases and upstreams
 * quote what they were given, and prompts, answers and keys never go into a log. Name, code and frames say where to look.
 */
export function logError(event: string, error: unknown, fields: Record<string, string | number> = {}): void {
  const name = error instanceof Error ? error.name : typeof error
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined
  const frames = error instanceof Error ? framesOf(error) : []
  process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), event, name, code, ...fields, frames })}\n`)
}

/** The stack without the message that it begins with: a line of that may look like a frame. */
function framesOf({ stack = '', message }: Error): string[] {
  const at = stack.indexOf(message)
  if (at < 0) return []
  const lines = stack.slice(at + message.length).split('\n')
  return lines
    .filter(line => line.startsWith('    at '))
    .slice(0, 8)
    .map(line => line.trim())
}
