import type { RequestMessage } from '../request-messages.ts'
import { lastUserText } from '../request-messages.ts'
import type { ScriptStep } from '../script.ts'
import type { SimulatorState } from '../state.ts'

export interface Question {
  model: string
  messages: readonly RequestMessage[]
  body: Record<string, unknown>
  key: string
  sessionId: string | null
  state: SimulatorState
}

export function demoStep({ messages }: Question): ScriptStep {
  return { text: `You said: ${lastUserText(messages)}`, tokensPerSecond: 60, firstTokenMs: 400 }
}
