/** What a turn leaves behind that failed in the middle of a 200: the stored failure, the text, the ledger rows. WIRE D44 to D47. */
import { describe, expect, test } from 'vitest'
import type { ScriptStep } from '../../lib/simulator/script.ts'
import { useDatabase } from '../setup/database.ts'
import { textOf } from './conversation-driver.ts'
import { failedTurn } from './failed-turn.ts'

describe('inside a 200', () => {
  useDatabase()

  const provider_name = 'Google Vertex'

  test('D44 "length" twice, then the error: thought, usage and cost kept, one call', async () => {
    const step: ScriptStep = {
      reasoning: 'We need to respond to a greeting.',
      error: { kind: 'E2', code: 400, message: 'Token limit reached' }
    }
    const { message, failure, calls, rows } = await failedTurn([{ ...step, cost: 0.0005, provider: 'Minimax' }])
    expect(message.parts).toMatchObject([{ type: 'step-start' }, { type: 'reasoning', text: 'We need to respond to a greeting.' }])
    expect(message.metadata?.status).toBe('failed')
    expect(failure).toMatchObject({
      code: 'answer_limit',
      status: 400,
      provider: 'Minimax',
      message: 'Token limit reached',
      retryable: false
    })
    expect(failure.generationId).toMatch(/^gen-/)
    expect(calls).toBe(1)
    expect(rows).toMatchObject([{ errorCode: 'answer_limit', costState: 'billed', costPicoUsd: 500_000_000n }])
  })

  test('D45 a choice that failed and only its native reason to say why: three calls, no empty answer', async () => {
    const step: ScriptStep = { text: '', error: { kind: 'E4' } }
    const { message, failure, calls, rows } = await failedTurn([step, step, step])
    expect(failure).toMatchObject({ code: 'tool_arguments_invalid', message: 'MALFORMED_FUNCTION_CALL', retryable: true })
    expect(failure).not.toHaveProperty('status')
    expect(message.metadata?.status).toBe('failed')
    expect(calls).toBe(3)
    expect(rows).toHaveLength(3)
  })

  test('E4 for safety is a filter', async () => {
    const { failure } = await failedTurn([{ text: 'Well', error: { kind: 'E4', message: 'SAFETY' } }])
    expect(failure).toMatchObject({ code: 'filtered', message: 'SAFETY' })
  })

  const metadata = { provider_name, error_type: 'provider_unavailable', raw: JSON.stringify({ error: { message: 'Out of memory.' } }) }
  test.each([
    ['D46 E1, beside a failed choice', 'E1'],
    ['D46 E5, inside the choice', 'E5'],
    ['D47 E3, with empty choices', 'E3'],
    ['D47 E3, alone', 'E3_no_choices']
  ] as const)('D53 %s: the text stays, and nothing is asked again', async (_name, kind) => {
    const { message, failure, calls } = await failedTurn([
      { text: 'Hello world', error: { kind, after: 1, code: 502, metadata } },
      { text: 'Never.' }
    ])
    expect(textOf(message)).toBe('Hell')
    expect(failure).toMatchObject({
      code: 'upstream_error',
      status: 502,
      provider: provider_name,
      message: 'Out of memory.',
      retryable: true
    })
    expect(calls).toBe(1)
  })

  test.each([
    ['E6_cut', 'upstream_truncated'],
    ['E6_fin', 'upstream_truncated'],
    ['E6_reset', 'upstream_truncated']
  ] as const)('%s after the first words is interrupted, not complete', async (kind, code) => {
    const { message, failure, calls } = await failedTurn([{ text: 'Hello world', error: { kind, after: 1 } }])
    expect(textOf(message)).toBe('Hell')
    expect(message.metadata?.status).toBe('interrupted')
    expect(failure).toMatchObject({ code, retryable: true })
    expect(calls).toBe(1)
  })

  test.each([
    ['E6_comments_only', 'upstream_truncated'],
    ['empty', 'upstream_truncated']
  ] as const)('%s: asked three times', async (kind, code) => {
    const step: ScriptStep = { error: { kind } }
    const { failure, calls } = await failedTurn([step, step, step])
    expect(failure.code).toBe(code)
    expect(calls).toBe(3)
  })

  test('an error object in JSON where a stream was asked for', async () => {
    const step: ScriptStep = {
      error: { kind: 'json200', code: 429, message: 'Worker local total request limit reached (33/32)', metadata: { provider_name } }
    }
    const { failure, calls } = await failedTurn([step, step, step])
    expect(failure).toMatchObject({ code: 'upstream_rate_limit', status: 429, provider: provider_name })
    expect(calls).toBe(3)
  })
})
