// Starts the programs behind our commands and makes sure that none outlives its command. Dependency-free.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { constants } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')

/**
 * Node's arguments for the server, for more and shorter collections instead of memory that nobody uses. By itself V8 lets the old
 * generation grow to four times what is alive, keeps pages that are half empty, and gives none of them back: what the process holds is
 * the most that its heap ever was. So it is collected when it has grown by a fifth, and to optimise for size makes V8 empty such pages
 * at every collection. The young generation has a bound of its own, below V8's default.
 */
export const serverArguments = [
  '--optimize-for-size',
  '--max-semi-space-size=4',
  '--heap-growing-percent=20',
  path.join(root, 'scripts/serve.mjs')
]

/**
 * For glibc, which reads them when a process begins. Every thread that asks for memory may have a region of its own, and the freed
 * rest of large buffers may stay: 50 answers at once held 45 MB that nobody used, and more by the minute. Two regions, and what is
 * freed at their ends or is larger than 128 KB goes back.
 */
export const serverEnvironment = { MALLOC_ARENA_MAX: '2', MALLOC_TRIM_THRESHOLD_: '131072' }

/** How long a child may take to end before it is killed. */
const graceMs = 10_000

const children = new Set()
let stopping = false

/** Starts a program that ends when we do. Our own scripts get a channel, so that they notice even our sudden death. */
export function start(command, args, { env = {}, stdio = 'inherit', channel = false, timeout } = {}) {
  const streams = [stdio === 'pipe' ? 'ignore' : stdio, stdio, stdio, ...(channel ? ['ipc'] : [])]
  const child = spawn(command, args, { cwd: root, env: { ...process.env, ...env }, stdio: streams, timeout })
  children.add(child)
  child.once('close', () => children.delete(child))
  child.once('error', error => console.error(`${command}: ${error.message}`))
  return child
}

/** Waits for the end of a child: its exit code, or 128 and more when a signal or a failed start ended it. */
export async function ended(child) {
  if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) await once(child, 'close')
  return child.exitCode ?? 128 + (constants.signals[child.signalCode] ?? 0)
}

/** Runs a program in front of the user; returns its exit code. */
export const run = (command, args, options) => ended(start(command, args, options))

/** Runs a program in the background; returns its exit code, everything it printed and how long it took. */
export async function capture(command, args, options) {
  const startedAt = performance.now()
  const child = start(command, args, { ...options, stdio: 'pipe' })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8')
    stream.on('data', text => {
      output += text
    })
  }
  const code = await ended(child)
  return { code, output, seconds: (performance.now() - startedAt) / 1000 }
}

function stop(code) {
  if (stopping) return
  stopping = true
  const alive = [...children]
  for (const child of alive) child.kill('SIGTERM')
  setTimeout(() => {
    for (const child of children) child.kill('SIGKILL')
  }, graceMs).unref()
  // One child in front decides the code: a server that was told to stop and did so has succeeded.
  void Promise.all(alive.map(ended)).then(codes => process.exit(codes.length === 1 ? codes[0] : code))
}

/** Who started us: our parent and, where npm put a shell between (visible on Linux only), the parent of that shell. */
function ancestry() {
  let stat = ''
  try {
    stat = readFileSync(`/proc/${process.ppid}/stat`, 'utf8')
  } catch {
    // Another system, or the parent has just gone: its pid has to do.
  }
  const shell = /\(\w*sh\) \S (\d+)/.exec(stat)
  return `${process.ppid} ${shell?.[1] ?? ''}`
}

/** Ends our children and us on Ctrl-C, SIGTERM, and when the process that started us is gone. */
export function stopTogether() {
  process.on('SIGINT', () => stop(130))
  process.on('SIGTERM', () => stop(143))
  process.on('SIGHUP', () => stop(129))
  if (process.connected) {
    process.on('disconnect', () => stop(143))
  } else if (process.env.npm_lifecycle_event !== undefined) {
    // npm passes a signal on to its shell only, and dies without a word when it is killed.
    const before = ancestry()
    setInterval(() => {
      if (ancestry() !== before) stop(143)
    }, 500).unref()
  }
}
