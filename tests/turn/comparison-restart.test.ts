/** Promise B1 for lanes: what any of them has shown outlives kill -9. */
import { spawn } from 'node:child_process'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { database } from '../../lib/db/client.ts'
import type { ScriptStep } from '../../lib/simulator/script.ts'
import { recoverTurns } from '../../lib/turn/recover-turns.ts'
import { useDatabase } from '../setup/database.ts'
import { answerOf, comparisonOf, finished } from './comparison-driver.ts'
import { textOf } from './conversation-driver.ts'

const models = ['anthropic/claude-sonnet-4.5', 'openai/gpt-5-mini', 'google/gemini-3-flash-preview', 'openai/o3']

describe('a restart', () => {
  useDatabase()

  test('in the middle of four lanes leaves all four interrupted, each with its text, reasoning and place', async () => {
    const steps = models.map(
      (onModel, lane): ScriptStep => ({
        onModel,
        reasoning: `Thought of ${lane}.`,
        text: `Said by ${lane}. Never said.`,
        tokenCharacters: `Said by ${lane}.`.length,
        stall: { at: 'text', after: 1, seconds: 60 }
      })
    )
    const request = comparisonOf(models)
    const script = path.resolve(import.meta.dirname, 'comparison-to-kill.ts')
    const child = spawn(process.execPath, ['--conditions=react-server', script, JSON.stringify(steps), JSON.stringify(request)], {
      stdio: ['ignore', 'pipe', 'inherit']
    })
    let shown = ''
    for await (const bytes of child.stdout) {
      shown += String(bytes)
      if (models.every((_, lane) => shown.includes(`Said by ${lane}.`))) child.kill('SIGKILL')
    }
    expect(await recoverTurns(new Date())).toBe(4)
    const detail = await finished(request.conversationId)
    for (const [lane, model] of models.entries()) {
      const answer = answerOf(detail, lane)
      expect(answer.metadata).toMatchObject({ status: 'interrupted', lane, model, failure: { code: 'server_restart' } })
      expect(textOf(answer)).toBe(`Said by ${lane}.`)
      const [step] = await database().step.findMany({ where: { messageId: answer.id } })
      expect(JSON.parse(step?.wire ?? '')).toMatchObject({
        content: `Said by ${lane}.`,
        reasoning_details: expect.arrayContaining([expect.anything()])
      })
    }
    expect(detail.messages.map(message => message.metadata?.status)).toEqual(['complete', ...models.map(() => 'interrupted')])
    const rows = await database().generation.findMany()
    expect(rows.map(row => [row.kind, row.costState, row.openRouterId !== null])).toEqual(models.map(() => ['compare', 'pending', true]))
  })
})
