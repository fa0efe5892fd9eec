import type { ChunkFormat } from './chunk-format.ts'
import type { Completion, Delta } from './completion.ts'
import { nativeFinishReason } from './family.ts'
import type { PlayedStep } from './script.ts'

type ScriptedError = NonNullable<PlayedStep['error']>

/** The error object of a stream; names the provider as OpenRouter does, and carries a raw body worth unwrapping. */
export function errorObject(completion: Completion, error: ScriptedError): object {
  const message = error.message ?? 'Provider returned error'
  const metadata = error.metadata ?? {
    error_type: 'provider_unavailable',
    provider_name: completion.provider,
    raw: JSON.stringify({ error: { message: 'The backend stopped answering.', type: 'server_error' } })
  }
  return { code: error.code ?? 502, message, metadata }
}

const nothing: Delta = { content: '', role: 'assistant' }

/** Data lines of an error inside a 200 stream. Empty for the kinds that are no chunk. */
export function errorChunks(format: ChunkFormat, completion: Completion, error: ScriptedError, usage: object | null): string[] {
  const object = errorObject(completion, error)
  const native = nativeFinishReason(completion.family, 'error')
  const failedChoice = { index: 0, delta: nothing, finish_reason: 'error', native_finish_reason: native }
  switch (error.kind) {
    case 'E1':
      return [format.chunk({ error: object, choices: [failedChoice] })]
    case 'E2': {
      const finish = format.delta(nothing, { reason: 'length', native: nativeFinishReason(completion.family, 'length') })
      const openChoice = { index: 0, delta: nothing, finish_reason: null, native_finish_reason: null }
      const plain = {
        code: error.code ?? 400,
        message: error.message ?? 'Token limit reached',
        ...(error.metadata && { metadata: error.metadata })
      }
      return [finish, finish, format.chunk({ error: plain, choices: [openChoice], ...(usage && { usage }) })]
    }
    case 'E3':
      return [format.chunk({ error: object, choices: [] })]
    case 'E3_no_choices':
      return [JSON.stringify({ error: object })]
    case 'E4':
      return [format.delta(nothing, { reason: 'error', native: error.message ?? 'MALFORMED_FUNCTION_CALL' })]
    case 'E5':
      return [format.chunk({ choices: [{ ...failedChoice, error: object }] })]
    case 'bad_json':
      return [format.delta({ content: 'broken', role: 'assistant' }).slice(0, -20)]
    default:
      return []
  }
}
