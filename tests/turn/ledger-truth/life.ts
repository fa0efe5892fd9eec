import { spawn } from 'node:child_process'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const program = path.join(import.meta.dirname, 'turns-process.ts')

/**
 * Runs a part of the plan in a process of its own. `killAfter`: SIGKILL once so many turns have ended. Answers how many did,
 * and whether the process came to its own end.
 */
export async function liveThrough(
  plan: { seed: number; first: number; count: number },
  environment: Record<string, string>,
  killAfter: number | null
): Promise<{ turns: number; ended: boolean }> {
  // The condition makes `server-only` the empty module that it is in a server.
  const child = spawn(process.execPath, ['--conditions=react-server', program, ...[plan.seed, plan.first, plan.count].map(String)], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe']
  })
  const exited = new Promise<NodeJS.Signals | number | null>(resolve => child.once('exit', (code, signal) => resolve(code ?? signal)))
  let turns = 0
  let complaints = ''
  child.stdout.setEncoding('utf8').on('data', (lines: string) => {
    turns += lines.split('\n').length - 1
    if (killAfter !== null && turns >= killAfter) void sleep(turns % 40).then(() => child.kill('SIGKILL'))
  })
  child.stderr.setEncoding('utf8').on('data', (lines: string) => {
    complaints += lines
  })
  const end = await exited
  if (end !== 0 && end !== 'SIGKILL') throw new Error(`The process ended with ${end}: ${complaints}`)
  return { turns, ended: end === 0 }
}
