import type { TurnRequest } from '../../lib/chat/turn-request.ts'
import type { ScriptStep } from '../../lib/simulator/script.ts'
import { nothingShown, post, read, type Shown, stored, turnOf } from './chaos-client.ts'
import type { App, World } from './trial-world.ts'

/** A question and what its asker was shown. */
export interface Asked {
  turn: TurnRequest
  shown: Shown
  accepted: boolean
}

/** Asks one question per script, all at once. `read`: when every reader has come to an end, a broken connection included. */
export async function ask(
  { control }: World,
  app: App,
  scripts: readonly ScriptStep[][]
): Promise<{ asked: Asked[]; read: Promise<unknown> }> {
  // What an earlier kill left unasked is asked now: nothing is cleared, for the bill must outlive the kill.
  await control.script(...scripts.flat())
  const asked: Asked[] = scripts.map(() => ({
    turn: turnOf('openai/gpt-5-mini', 'Go on for a while.', { tools: ['current_time'] }),
    shown: nothingShown(),
    accepted: false
  }))
  const reading = asked.map(async one => {
    // A question that was not answered before the kill was never accepted.
    const response = await post(app.origin, one.turn).catch(() => null)
    one.accepted = response?.status === 200
    if (response && one.accepted) await read(response, one.shown)
  })
  return { asked, read: Promise.all(reading) }
}

/** What is wrong with an answer after the next start; `null`: nothing. */
export async function lossOf(app: App, { turn, shown }: Asked): Promise<string | null> {
  const answer = await stored(app.origin, turn)
  if (!answer) return 'the answer is gone'
  if (answer.status === 'streaming') return 'it is still said to be running'
  if (!answer.text.startsWith(shown.text))
    return `of ${shown.text.length} characters shown ${commonLength(answer.text, shown.text)} are stored, and it is ${answer.status}`
  if (!answer.reasoning.startsWith(shown.reasoning))
    return `of ${shown.reasoning.length} characters of thought ${commonLength(answer.reasoning, shown.reasoning)} are stored, and it is ${answer.status}`
  if (shown.done && answer.status !== shown.status) return `it was shown as ${shown.status}, and is ${answer.status}`
  return null
}

function commonLength(left: string, right: string): number {
  let length = 0
  while (length < left.length && left[length] === right[length]) length++
  return length
}
