import { readFileSync } from 'node:fs'

/** What the kernel counts for a process, threads included. */
export interface ProcessFigures {
  cpuMs: number
  /** Bytes it caused to be written to disk. */
  writtenBytes: number
  peakRssBytes: number
}

/** USER_HZ is 100 on every Linux that Node runs on. */
const tickMs = 10

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
export function readFigures(pid: number): ProcessFigures {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return {
    cpuMs: (Number(fields[11]) + Number(fields[12])) * tickMs,
    writtenBytes: Number(/^write_bytes: (\d+)/m.exec(readFileSync(`/proc/${pid}/io`, 'utf8'))?.[1]),
    peakRssBytes: Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024
  }
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}
