import { describe, expect, test } from 'vitest'
import { executeTool } from './execute-tool.ts'

const run = (name: string, input: unknown, options: Partial<Parameters<typeof executeTool>[2]> = {}) =>
  executeTool(name, input, { allowed: undefined, signal: new AbortController().signal, ...options })

describe('tools', () => {
  test('the calculator evaluates', async () => {
    expect(await run('calculator', { expression: '20 * 50 * 0.025' })).toMatchObject({ status: 'ok', text: '25' })
    expect(await run('calculator', { expression: '12 inch to cm' })).toMatchObject({ status: 'ok', text: '30.48 cm' })
  })

  test.each(['import({a: 1})', 'evaluate("1+1")', 'parse("1")', 'createUnit("x")'])('the calculator refuses %s', async expression => {
    expect((await run('calculator', { expression })).status).toBe('error')
  })

  test('many calls at once are answered, few threads at a time', async () => {
    const outcomes = await Promise.all(Array.from({ length: 40 }, (_, index) => run('calculator', { expression: `${index} + 1` })))
    expect(outcomes.map(outcome => outcome.text)).toEqual(Array.from({ length: 40 }, (_, index) => String(index + 1)))
  })

  test('an endless calculation ends', async () => {
    const outcome = await run('calculator', { expression: 'f(x) = f(x + 1) + f(x + 2); f(1)' })
    expect(outcome.status).toBe('error')
  })

  test('the clock knows time zones and names a wrong one', async () => {
    expect((await run('current_time', { timeZone: 'Asia/Tokyo' })).text).toMatch(/GMT\+9/)
    expect(await run('current_time', { timeZone: 'Mars/Base' })).toMatchObject({
      status: 'error',
      text: expect.stringContaining('Mars/Base')
    })
  })

  test('wrong arguments, unknown names and names outside the turn are told to the model', async () => {
    expect(await run('calculator', { formula: '1' })).toMatchObject({ status: 'error', text: expect.stringContaining('Invalid arguments') })
    expect(await run('teleport', {})).toMatchObject({ status: 'error', text: expect.stringContaining('teleport') })
    expect((await run('calculator', { expression: '1' }, { allowed: ['current_time'] })).status).toBe('error')
  })

  test('a result over the limit is cut and says so', async () => {
    const outcome = await run('calculator', { expression: 'ones(40, 40)' }, { maxBytes: 100 })
    expect(outcome.text).toContain('[cut:')
  })

  test('stopping the turn rejects', async () => {
    const controller = new AbortController()
    const outcome = run('calculator', { expression: 'ones(3000,3000) * ones(3000,3000)' }, { signal: controller.signal })
    controller.abort(new Error('stopped'))
    await expect(outcome).rejects.toThrow('stopped')
  })
})
