import { streamText } from 'ai'
import type { AssistantRequestMessage } from '../../lib/openrouter/request.ts'
import type { FixtureServer } from './fixture-server.ts'
import { ask, assistantsOf, finishOf, nextRequest, storedStep, toolResult, userMessage } from './harness.ts'
import { packageRequest, type Question } from './oracle-readers.ts'

/** What the next request carries of an answer. */
export interface SentBack {
  content: unknown
  calls: { id: string; name: string; arguments: string }[]
  details: unknown[]
}

/** The next request of our handler, from the answer as a step's row keeps it. */
export async function sentBackByHandler(server: FixtureServer, { model }: Question): Promise<SentBack> {
  const outcome = await ask(server, { openRouterModelId: model })
  const results = finishOf(outcome).toolCalls.map(({ id }) => toolResult(id, 'unused'))
  const history = [userMessage('Go.'), storedStep(outcome, model), ...results, userMessage('More.')]
  return sentBack(assistantsOf(await nextRequest(server, model, history)))
}

/** The next request of an application that keeps the messages which the package gives it. */
export async function sentBackByPackage(server: FixtureServer, question: Question): Promise<SentBack> {
  const { prompt, ...request } = packageRequest(question)
  const first = streamText({ ...request, prompt })
  const { messages } = await first.finalStep.then(step => step.response)
  const asked = { role: 'user' as const, content: prompt }
  const second = streamText({ ...request, messages: [asked, ...messages, { role: 'user', content: 'More.' }] })
  await second.text
  const body = server.requests.at(-1)
  return sentBack(body ? assistantsOf(body) : [])
}

function sentBack([message]: AssistantRequestMessage[]): SentBack {
  return {
    content: message?.content || '',
    calls: (message?.tool_calls ?? []).map(({ id, function: { name, arguments: text } }) => ({ id, name, arguments: text })),
    details: message?.reasoning_details ?? []
  }
}
