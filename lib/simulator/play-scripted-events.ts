import type { BodyWriter } from './body-writer.ts'
import type { StreamContext, StreamEnd } from './play-stream.ts'
import type { ScriptedEvent } from './scripted-lines.ts'
import { orReleased, Pace, wait } from './wait.ts'

/**
 * Plays lines that somebody else wrote. `after` of an error or stall counts data events here. What the chunks say is still
 * remembered as sent, so that bill and validator work for recordings too.
 */
export async function playScriptedEvents(context: StreamContext, events: ScriptedEvent[], writer: BodyWriter): Promise<StreamEnd> {
  const { completion, signal, sent, response } = context
  const { error, stall, framing, tokensPerSecond } = completion.step
  const pace = new Pace(tokensPerSecond)
  const end: StreamEnd = { cut: false, failed: false, finish: { reason: null, native: null } }
  let dataEvents = 0
  for (let count = 0; count < (framing?.comments ?? 0); count++) await writer.comment()
  for (const event of events) {
    if (signal.aborted) return end
    if (event.chunk && stall?.after === dataEvents) await wait(stall.seconds * 1000, orReleased(signal, completion.step))
    if (error && event.chunk && error.after === dataEvents) {
      writer.flush()
      if (error.kind === 'E6_reset') response.socket?.resetAndDestroy()
      else if (error.kind === 'E6_fin') response.socket?.end()
      return { ...end, cut: true }
    }
    if (event.chunk) await pace.next(signal)
    if (event.chunk && dataEvents > 0 && framing?.comments) await writer.comment()
    await writer.event(event.lines)
    if (!event.chunk) continue
    dataEvents++
    remember(event, context, end)
    sent.firstTokenAtMs ??= Date.now()
  }
  if (!events.some(event => event.isDone)) end.cut = end.finish.reason === null
  return end
}

function remember({ chunk }: ScriptedEvent, { sent }: StreamContext, end: StreamEnd): void {
  const choice = chunk?.choices?.[0]
  if (choice?.delta) sent.addDelta(choice.delta)
  if (choice?.finish_reason) end.finish = { reason: choice.finish_reason, native: choice.native_finish_reason ?? null }
  if (chunk && ('error' in chunk || choice?.finish_reason === 'error')) end.failed = true
  if (chunk?.usage) sent.scriptedUsage = chunk.usage
}
