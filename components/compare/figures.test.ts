import { describe, expect, test } from 'vitest'
import type { MessageMetadata } from '../../lib/chat/message.ts'
import { picoUsd } from '../../lib/cost/pico-usd.ts'
import { noTokenUsage } from '../../lib/cost/token-usage.ts'
import { figuresAsCsv, figuresAsMarkdown } from './export-figures.ts'
import { bestOf, costDecimals, sortFigures } from './figure-columns.ts'
import { laneFigures, totalCost } from './lane-figures.ts'
import { runningEstimate } from './running-estimate.ts'
import { timeCostPlot } from './time-cost-plot.ts'

function lane(number: number, metadata: Partial<MessageMetadata>, name = `Model ${number}`) {
  const whole: MessageMetadata = { status: 'complete', parentId: 'q', createdAt: '', ...metadata }
  return laneFigures({
    lane: number,
    name,
    metadata: whole,
    running: whole.status === 'streaming' ? { elapsedMs: 3000, estimate: picoUsd(5n) } : null
  })
}

const usage = { ...noTokenUsage, inputTokens: 10, cacheReadTokens: 30, outputTokens: 200, reasoningTokens: 50 }
const quick = lane(0, {
  timeToFirstTokenMs: 500,
  durationMs: 2500,
  usage,
  costPicoUsd: '11560000000',
  costState: 'billed',
  finishReason: 'stop'
})
const cheap = lane(1, { timeToFirstTokenMs: 900, durationMs: 10_900, usage, costPicoUsd: '1230000001', costState: 'billed' })
const failed = lane(2, { status: 'failed', timeToFirstTokenMs: 100, durationMs: 200, costState: 'pending' })
const runs = lane(3, { status: 'streaming' })
const all = [quick, cheap, failed, runs]

describe('figures of lanes', () => {
  test('numbers as they were recorded; input holds what was cached', () => {
    expect(quick).toMatchObject({ inputTokens: 40, cachedTokens: 30, tokensPerSecond: 100, timeMs: 2500, finish: 'stop', word: 'billed' })
    expect(failed).toMatchObject({ costPicoUsd: null, mark: 'pending', tokensPerSecond: null, finish: 'failed' })
    expect(runs).toMatchObject({ timeMs: 3000, estimated: true })
  })

  test('together: what runs is not added in, and what the demo pretends not to what was billed', () => {
    const simulated = lane(4, { upstream: 'demo', costPicoUsd: '7', costState: 'billed' })
    expect(totalCost([quick, cheap])).toEqual({ picoUsd: 12_790_000_001n, partial: false })
    expect(totalCost(all)).toEqual({ picoUsd: 12_790_000_001n, partial: true })
    expect(totalCost([quick, simulated])).toEqual({ picoUsd: 11_560_000_000n, partial: false })
    expect(totalCost([simulated, simulated])).toEqual({ picoUsd: 14n, partial: false })
  })

  test('a cap is named as what stopped it, and a known part says that it is one', () => {
    expect(lane(0, { status: 'stopped', cap: { picoUsd: '1', estimatePicoUsd: '2' } }).finish).toBe('cap')
    expect(lane(0, { costPicoUsd: '7', costState: 'pending' }).word).toBe('at least, pending')
  })

  test('the best of time and cost is looked for among finished lanes only; of the first token among all that have one', () => {
    const best = bestOf(all)
    expect([...(best.get(quick) ?? [])]).toEqual(['speed', 'time'])
    expect([...(best.get(cheap) ?? [])]).toEqual(['cost'])
    expect([...(best.get(failed) ?? [])]).toEqual(['first'])
    expect([...(best.get(runs) ?? [])]).toEqual([])
    expect(bestOf([quick]).get(quick)).toEqual(new Set())
  })

  test('sorted either way, what is unknown is last', () => {
    expect(sortFigures(all, { column: 'first', direction: 'ascending' }).map(({ letter }) => letter)).toEqual(['C', 'A', 'B', 'D'])
    expect(sortFigures(all, { column: 'first', direction: 'descending' }).map(({ letter }) => letter)).toEqual(['B', 'A', 'C', 'D'])
    expect(sortFigures(all, { column: 'lane', direction: 'descending' }).map(({ letter }) => letter)).toEqual(['D', 'C', 'B', 'A'])
  })

  test('as many decimals as the smallest of a column needs', () => {
    expect(costDecimals([quick])).toBe(4)
    expect(costDecimals([quick, cheap])).toBe(5)
  })
})

describe('export', () => {
  test('CSV holds the rows in their order with all digits', () => {
    const [head = '', first = '', second = ''] = figuresAsCsv([cheap, failed]).split('\r\n')
    expect(head).toBe(
      'Lane,Model,Provider,First token (ms),Speed (tokens/s),Time (ms),In (tokens),Cached (tokens),Out (tokens),Thought (tokens),Cost (USD),State,Finish'
    )
    expect(first).toBe('B,Model 1,,900,20,10900,40,30,200,50,0.001230000001,billed,')
    expect(second).toBe('C,Model 2,,100,,200,,,,,,pending,failed')
  })

  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])('a name like %j is no formula in a spreadsheet', name => {
    const [, row = ''] = figuresAsCsv([lane(0, {}, name)]).split('\r\n')
    expect(row).toMatch(/^A,"?'/)
  })

  test('quotes, commas and pipes stay in their cell', () => {
    expect(figuresAsCsv([lane(0, {}, 'a "b", c')])).toContain('A,"a ""b"", c",')
    expect(figuresAsMarkdown([lane(0, {}, 'a|b\n*c*')])).toContain('| A | a\\|b \\*c\\* |')
  })
})

describe('time against cost', () => {
  test('says what it shows, and places each lane that has both', () => {
    const plot = timeCostPlot(all)
    expect(plot?.finding).toBe('Lane A was the fastest (2.5\u202fs), lane B the cheapest ($0.00123).')
    expect(plot?.points.map(({ letter, running }) => [letter, running])).toEqual([
      ['A', false],
      ['B', false],
      ['D', true]
    ])
    for (const { x, y } of plot?.points ?? []) expect(Math.max(x, y)).toBeLessThanOrEqual(1)
  })

  test('nothing to draw', () => {
    expect(timeCostPlot([failed])).toBeNull()
  })
})

test('an estimate needs prices', () => {
  const model = {
    id: 'a/b',
    name: 'B',
    contextWindow: null,
    maxTokens: null,
    inputPrice: 1,
    outputPrice: 10,
    cacheReadPrice: null,
    cacheWritePrice: null,
    inputModalities: [],
    outputModalities: ['text'],
    supportsTools: false,
    supportsReasoning: false,
    supportedEfforts: [],
    reasoningMandatory: false,
    parameters: null,
    supportsThinkingBudget: false,
    expiresAt: null
  }
  expect(runningEstimate(model, { sent: 400, written: 4000 })).toBe(10_100_000_000n)
  expect(runningEstimate({ ...model, outputPrice: null }, { sent: 1, written: 1 })).toBeNull()
  expect(runningEstimate(undefined, { sent: 1, written: 1 })).toBeNull()
})
