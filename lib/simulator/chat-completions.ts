import type { IncomingMessage, ServerResponse } from 'node:http'
import { answerCompletion } from './answer-completion.ts'
import { findModel } from './catalogue.ts'
import { estimateTokens } from './charge.ts'
import type { Completion } from './completion.ts'
import { demoStep } from './demo/demo-step.ts'
import type { Question } from './demo/question.ts'
import { familyOf, providerOf } from './family.ts'
import { parseJson, readBody, replyError } from './http-reply.ts'
import { generationIdOf } from './opaque.ts'
import { fileHashes, isRecord, messagesOf, prefixHashes } from './request-messages.ts'
import { type PlayedStep, scriptStep } from './script.ts'
import { parseChunk, scriptedEvents } from './scripted-lines.ts'
import type { RecordedRequest, SimulatorState } from './state.ts'
import { validateRequest } from './validate-request.ts'

/** `POST /chat/completions`: read, validate, decide who answers what, answer. */
export async function chatCompletions(
  state: SimulatorState,
  request: IncomingMessage,
  response: ServerResponse,
  record: RecordedRequest
): Promise<void> {
  const text = await readBody(request)
  if (text === undefined) return replyError(response, 413, 'Request body too large')
  const body = parseJson(text)
  if (!isRecord(body) || !Array.isArray(body.messages)) return replyError(response, 400, 'Invalid JSON or missing messages')
  const { key } = record
  const model = typeof body.model === 'string' ? body.model : Array.isArray(body.models) ? String(body.models[0]) : ''
  const stream = body.stream === true
  const sessionId = typeof body.session_id === 'string' ? body.session_id : (record.headers['x-session-id'] ?? null)
  record.sessionId = sessionId
  state.recordBody(record, body, text.length)

  const messages = messagesOf(body)
  const step = state.takeStep(key, stream, model) ?? parsedDemoStep({ model, messages, body, key, sessionId }, state)
  const completion = nameCompletion(state, answeringModel(model, body.models, step), step, estimateTokens(JSON.stringify(body.messages)))
  record.generationId = completion.generationId
  if (step.generation) state.setGeneration(completion.generationId, step.generation)

  const violations = validateRequest({ body, headers: record.headers, key, sessionId, family: completion.family, memory: state.memory })
  state.recordViolations(
    violations.map(violation => ({ ...violation, at: record.at, key, sessionId, generationId: completion.generationId }))
  )
  const prefixHash = prefixHashes(messages).at(-1) ?? ''
  const filesHash = fileHashes(messages).at(-1) ?? ''
  await answerCompletion({ state, response, completion, key, sessionId, stream, prefixHash, filesHash })
}

/** Demo steps pass through the same schema: they get its defaults and cannot say what a test could not. */
function parsedDemoStep(question: Question, state: SimulatorState): PlayedStep {
  return scriptStep.parse(demoStep(question, state))
}

/** A step that answers as one of the fallbacks stands for the first model's failure, which the real API does not show. */
function answeringModel(model: string, fallbacks: unknown, { model: served }: PlayedStep): string {
  return served !== undefined && Array.isArray(fallbacks) && fallbacks.includes(served) ? served : model
}

function nameCompletion(state: SimulatorState, requestedModel: string, step: PlayedStep, promptTokens: number): Completion {
  const createdAtMs = Date.now()
  const label = state.nextLabel()
  const family = step.family ?? familyOf(requestedModel)
  const replayFile = step.framing?.replayFile
  const recording = replayFile === undefined ? undefined : state.recordings.read(replayFile)
  const isJson = replayFile?.endsWith('.json')
  const scripted = scriptedEvents(step, isJson ? undefined : recording)
  const recorded = isJson && recording ? parseChunk(recording.trim()) : scripted?.find(event => event.chunk?.id !== undefined)?.chunk
  return {
    generationId: recorded?.id ?? generationIdOf(label, createdAtMs),
    createdAtMs,
    requestedModel,
    model: step.model ?? recorded?.model ?? findModel(requestedModel)?.canonicalSlug ?? requestedModel,
    family,
    provider: step.provider ?? recorded?.provider ?? providerOf(requestedModel, family),
    step,
    promptTokens,
    label,
    scripted,
    recordedJson: isJson ? recording : undefined
  }
}
