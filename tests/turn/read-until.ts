/** Reads a turn's stream until this text has been shown, and lets go of it. */
export async function readUntil(stream: ReadableStream<Uint8Array>, text: string): Promise<void> {
  const utf8 = new TextDecoder()
  let shown = ''
  for await (const bytes of stream) {
    shown += utf8.decode(bytes, { stream: true })
    if (shown.includes(text)) return
  }
  throw new Error(`The stream ended without "${text}": ${shown}`)
}
