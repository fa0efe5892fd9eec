interface Download {
  name: string
  contentType: string
  /** Made as fast as it is read. */
  pieces: AsyncGenerator<string>
}

/** A file that is made while it is sent. What fails in its middle breaks the download off: it is never taken for whole. */
export function download({ name, contentType, pieces }: Download): Response {
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await pieces.next()
        if (done) controller.close()
        else controller.enqueue(encoder.encode(value))
      },
      async cancel() {
        await pieces.return(undefined)
      }
    },
    { highWaterMark: 0 }
  )
  return new Response(body, {
    headers: {
      'Cache-Control': 'no-store, no-transform',
      'Content-Type': contentType,
      'Content-Disposition': `attachment; filename="${name}"`
    }
  })
}
