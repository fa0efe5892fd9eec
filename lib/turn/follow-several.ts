import 'server-only'
import { follow } from './attach.ts'

/** Where a reader of one answer stands: behind this event, or before the first (`null`). */
export interface Place {
  messageId: string
  after: number | null
}

const encoder = new TextEncoder()
const doneFrame = encoder.encode('data: [DONE]\n\n')

/**
 * Several running turns over one connection: a browser opens six to one host, for all of its tabs. Each turn's events are as
 * `follow` gives them; an event `answer` before them names the turn that they belong to. Ends when all turns have.
 */
export async function followSeveral(userId: string, places: readonly Place[]): Promise<ReadableStream<Uint8Array>> {
  const streams = await Promise.all(places.map(({ messageId, after }) => follow(userId, messageId, after)))
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>(
    undefined,
    undefined,
    new ByteLengthQueuingStrategy({ highWaterMark: 64 * 1024 })
  )
  const writer = writable.getWriter()
  let speaking: string | null = null
  const say = async (messageId: string, bytes: Uint8Array) => {
    await writer.ready
    const marker = messageId === speaking ? '' : `event: answer\ndata: ${messageId}\n\n`
    speaking = messageId
    // What is not written any more is read again after a reconnect: `closed` below hears of the failure.
    writer.write(joined(encoder.encode(marker), bytes)).catch(() => undefined)
  }
  const readers = streams.map(stream => stream?.getReader() ?? null)
  const pump = async (messageId: string, reader: ReadableStreamDefaultReader<Uint8Array> | null) => {
    if (!reader) return await say(messageId, doneFrame)
    for (let next = await reader.read(); !next.done; next = await reader.read()) await say(messageId, next.value)
  }
  const leave = () => Promise.allSettled(readers.map(reader => reader?.cancel()))
  // The reader left.
  writer.closed.catch(leave)
  Promise.all(places.map(({ messageId }, index) => pump(messageId, readers[index] ?? null)))
    .then(
      () => writer.close(),
      async (error: unknown) => {
        await leave()
        await writer.abort(error)
      }
    )
    .catch(() => undefined)
  return readable
}

function joined(left: Uint8Array, right: Uint8Array): Uint8Array {
  if (left.length === 0) return right
  const both = new Uint8Array(left.length + right.length)
  both.set(left)
  both.set(right, left.length)
  return both
}
