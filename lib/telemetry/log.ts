/** Values of LOG_LEVEL, the quietest first; each writes what those before it write. */
export const logLevels = ['silent', 'error', 'warn', 'info', 'debug'] as const
type Level = Exclude<(typeof logLevels)[number], 'silent'>

type Fields = Record<string, string | number>

/** One JSON line on stderr: names, ids, codes and figures. Prompts, answers and keys never go into a log, at no level. */
export function log(level: Level, event: string, fields: Fields = {}): void {
  if (!isWritten(level)) return
  process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), level, event, ...fields })}\n`)
}

/**
 * A problem. The error's message is left out on purpose: messages of databases and upstreams quote what they were given. Name, code
 * and frames say where to look.
 */
export function logError(event: string, error: unknown, fields: Fields = {}): void {
  if (!isWritten('error')) return
  const name = error instanceof Error ? error.name : typeof error
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined
  const frames = error instanceof Error ? framesOf(error) : []
  const time = new Date().toISOString()
  process.stderr.write(`${JSON.stringify({ time, level: 'error', event, name, code, ...fields, frames })}\n`)
}

/** lib/env.ts has checked the variable. */
function isWritten(level: Level): boolean {
  const configured: readonly string[] = logLevels
  return configured.indexOf(level) <= configured.indexOf(process.env.LOG_LEVEL || 'info')
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
