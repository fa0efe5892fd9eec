import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'

const children: ChildProcess[] = []

/** Runs a server that says when it is ready; what it is called is a file of this folder, or the arguments of a Node. */
export async function startProcess(what: string | readonly string[], env: Record<string, string>): Promise<number> {
  const args = typeof what === 'string' ? [path.join(import.meta.dirname, what)] : what
  const child = spawn(process.execPath, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  children.push(child)
  await once(child, 'message')
  if (child.pid === undefined) throw new Error(`${args.join(' ')} did not start`)
  return child.pid
}

/** Ends all of them and waits for it. */
export async function stopProcesses(): Promise<void> {
  for (const child of children) child.kill('SIGTERM')
  await Promise.all(children.map(child => (child.exitCode === null ? once(child, 'close') : null)))
}
