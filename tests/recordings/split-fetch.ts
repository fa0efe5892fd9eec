import type { Fetch } from '../../lib/openrouter/http.ts'

/** `fetch` whose body arrives in two reads, cut after so many bytes: what a network cuts, the kernel may join again. */
export function splitFetch(at: number): Fetch {
  return async (url, init) => {
    const response = await fetch(url, init)
    const bytes = new Uint8Array(await response.arrayBuffer())
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        if (at > 0) controller.enqueue(bytes.subarray(0, at))
        controller.enqueue(bytes.subarray(at))
        controller.close()
      }
    })
    return new Response(body, { status: response.status, headers: response.headers })
  }
}
