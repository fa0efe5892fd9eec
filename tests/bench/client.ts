import { Agent, request } from 'node:http'

/** One stream as its reader saw it. Times in milliseconds. */
export interface StreamTiming {
  firstTokenMs: number
  /** From the upstream's write of a token to the client's read of it. */
  latenciesMs: number[]
  /** The longest time without any byte after the first token. */
  longestStallMs: number
}

const agent = new Agent({ keepAlive: true, maxSockets: 1000 })
const stamp = /@(\d+\.\d+)@/g

/** Posts and reads an SSE answer to its end. */
export function readStream(port: number, path: string, body: object): Promise<StreamTiming> {
  const sentAt = performance.now()
  const payload = JSON.stringify(body)
  return new Promise((resolve, reject) => {
    const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(payload), 'Sec-Fetch-Site': 'same-origin' }
    const call = request({ host: '127.0.0.1', port, path, method: 'POST', agent, headers }, response => {
      if (response.statusCode !== 200) reject(new Error(`HTTP ${response.statusCode}`))
      const timing: StreamTiming = { firstTokenMs: Number.NaN, latenciesMs: [], longestStallMs: 0 }
      let lastAt = 0
      response.setEncoding('utf8')
      response.on('data', (text: string) => {
        const now = performance.now()
        for (const [, written] of text.matchAll(stamp)) {
          if (Number.isNaN(timing.firstTokenMs)) timing.firstTokenMs = now - sentAt
          timing.latenciesMs.push(performance.timeOrigin + now - Number(written))
        }
        if (lastAt > 0) timing.longestStallMs = Math.max(timing.longestStallMs, now - lastAt)
        if (!Number.isNaN(timing.firstTokenMs)) lastAt = now
      })
      response.on('end', () => resolve(timing))
      response.on('error', reject)
    })
    call.on('error', reject)
    call.end(payload)
  })
}
