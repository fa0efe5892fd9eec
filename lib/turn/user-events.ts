import 'server-only'
import { hub } from './hub.ts'

const encoder = new TextEncoder()
const heartbeatMs = 15_000

/** What happens to a user's conversations from now on, as SSE; a comment now and then keeps proxies from closing it. */
export function userEvents(userId: string): ReadableStream<Uint8Array> {
  const stopped = new AbortController()
  return new ReadableStream<Uint8Array>({
    start(controller) {
      const send = (text: string) => controller.enqueue(encoder.encode(text))
      send(': connected\n\n')
      const heartbeat = setInterval(() => send(':\n\n'), heartbeatMs)
      heartbeat.unref()
      const unlisten = hub().listen(userId, event => send(`data: ${JSON.stringify(event)}\n\n`))
      stopped.signal.addEventListener('abort', () => {
        clearInterval(heartbeat)
        unlisten()
      })
    },
    cancel() {
      stopped.abort()
    }
  })
}
