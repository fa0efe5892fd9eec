import { toolsFor } from './registry.ts'

/** What a call came to. A failure is told to the model as text; it never ends the turn. */
export interface ToolOutcome {
  status: 'ok' | 'error'
  text: string
  durationMs: number
}

const defaults = { deadlineMs: 30_000, maxBytes: 256 * 1024 }

/** Runs one call within its limits. Rejects only when `signal` aborts. */
export async function executeTool(
  name: string,
  input: unknown,
  options: { allowed: readonly string[] | undefined; signal: AbortSignal; deadlineMs?: number; maxBytes?: number }
): Promise<ToolOutcome> {
  const { deadlineMs, maxBytes } = { ...defaults, ...options }
  const started = performance.now()
  const durationMs = () => Math.round(performance.now() - started)
  const tool = toolsFor(options.allowed).find(candidate => candidate.name === name)
  if (!tool) return { status: 'error', text: `There is no tool named ${name}.`, durationMs: durationMs() }
  const timeout = AbortSignal.timeout(deadlineMs)
  try {
    const result = await untilAborted(tool.run(input, AbortSignal.any([options.signal, timeout])), timeout, options.signal)
    return { status: 'ok', text: cutToBytes(result.text, maxBytes), durationMs: durationMs() }
  } catch (error) {
    options.signal.throwIfAborted()
    const text = timeout.aborted
      ? `The tool gave no answer within ${deadlineMs / 1000} s.`
      : error instanceof Error
        ? error.message
        : String(error)
    return { status: 'error', text: cutToBytes(text, maxBytes), durationMs: durationMs() }
  }
}

/** Does not wait for a tool that ignores its signal. */
function untilAborted<Result>(work: Promise<Result>, ...signals: AbortSignal[]): Promise<Result> {
  return new Promise((resolve, reject) => {
    for (const signal of signals) signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    work.then(resolve, reject)
  })
}

function cutToBytes(text: string, maxBytes: number): string {
  const bytes = Buffer.from(text)
  if (bytes.length <= maxBytes) return text
  return `${bytes.subarray(0, maxBytes).toString('utf8').replace(/�+$/, '')}\n[cut: ${bytes.length} bytes, ${maxBytes} shown]`
}
