import { describe, expect, test } from 'vitest'
import type { BudgetRefusal, BudgetView } from '../../lib/chat/budget.ts'
import type { ModelCatalogue, ModelSummary } from '../../lib/chat/model-summary.ts'
import { modelSummary } from '../../tests/setup/model-summary.ts'
import { budgetFigures, budgetsOf, paceWords, refusalWords, stateWords, subjectWords, tightest } from './budget-words.ts'
import { cheaperModels } from './cheaper-models.ts'
import { limitText, readLimit } from './read-limit.ts'

const catalogue: ModelCatalogue = { upstream: 'openrouter', models: [], fetchedAt: null, stale: false }
const dollars = (amount: number) => String(BigInt(Math.round(amount * 1e6)) * 1_000_000n)

function view(change: Partial<BudgetView> = {}): BudgetView {
  return {
    id: 'b',
    scope: 'month',
    target: null,
    name: null,
    from: '2026-10-31T23:00:00.000Z',
    until: '2026-11-30T23:00:00.000Z',
    timeZone: 'Europe/Berlin',
    action: 'ask',
    limitPicoUsd: dollars(5),
    spentPicoUsd: dollars(4.97),
    reservedPicoUsd: '0',
    unknown: 0,
    elapsed: 0.5,
    pacePicoUsd: dollars(41.3),
    ...change
  }
}

const refusal = (change: Partial<BudgetRefusal> = {}): BudgetRefusal => ({ ...view(), estimatePicoUsd: dollars(0.0612), ...change })

describe('words of a budget', () => {
  test.each([
    [view(), 'November'],
    [view({ scope: 'day' }), 'today'],
    [view({ scope: 'model', target: 'a/b' }), 'a/b in November'],
    [view({ scope: 'conversation', target: 'c', name: 'Tides' }), '“Tides”'],
    [view({ scope: 'conversation', target: 'c' }), 'this conversation']
  ])('subject %#', (budget, words) => {
    expect(subjectWords(budget, catalogue)).toBe(words)
  })

  test('figures', () => {
    expect(budgetFigures(view())).toMatchObject({ text: '$4.97 of $5', percent: 99, state: 'warning' })
    expect(budgetFigures(view({ spentPicoUsd: dollars(4), reservedPicoUsd: dollars(1.5), unknown: 1 }))).toMatchObject({
      text: 'at least $5.50 of $5',
      percent: 110,
      state: 'reached'
    })
    expect(budgetFigures(view({ limitPicoUsd: dollars(0.002), spentPicoUsd: '0' })).text).toBe('$0 of $0.002')
  })

  test('pace', () => {
    expect(paceWords(view())).toBe('At this pace $41 by the 30th')
    expect(paceWords(view({ pacePicoUsd: dollars(1.234), until: '2026-12-31T23:00:00.000Z' }))).toBe('At this pace $1.23 by the 31st')
    expect(paceWords(view({ scope: 'day' }))).toBe('At this pace $41 by midnight')
    expect(paceWords(view({ pacePicoUsd: null }))).toBe('Too early to tell a pace')
    expect(paceWords(view({ until: null, elapsed: null, pacePicoUsd: null }))).toBeNull()
  })

  test('states', () => {
    const words = (change: Partial<BudgetView>) => stateWords(budgetFigures(view(change)), view(change))
    expect(words({ spentPicoUsd: dollars(1) })).toBeNull()
    expect(words({})).toBe('99 % used')
    expect(words({ spentPicoUsd: dollars(5) })).toBe('Asks before sending')
    expect(words({ spentPicoUsd: dollars(5), action: 'stop' })).toBe('Stops')
  })

  test('refusals', () => {
    expect(refusalWords(refusal(), catalogue)).toEqual({
      title: 'This may pass your budget',
      sentence: 'Your budget of $5 for November: $4.97 is spent. This answer may cost up to $0.0612.',
      canConfirm: true
    })
    expect(refusalWords(refusal({ action: 'stop', reservedPicoUsd: dollars(0.01) }), catalogue)).toMatchObject({
      title: 'Not sent: your budget stops here',
      sentence: expect.stringContaining('$4.98 is spent or held for running answers.'),
      canConfirm: false
    })
    expect(refusalWords(refusal({ estimatePicoUsd: null }), catalogue).sentence).toContain('no list price')
  })

  test('the tightest of those that apply', () => {
    const own = view({ id: 'own', scope: 'conversation', target: 'c', spentPicoUsd: dollars(4.99) })
    const other = view({ id: 'other', scope: 'conversation', target: 'd', spentPicoUsd: dollars(9) })
    const model = view({ id: 'model', scope: 'model', target: 'a/b', spentPicoUsd: dollars(8) })
    expect(budgetsOf([view(), own, other, model], 'c', ['a/c']).map(({ id }) => id)).toEqual(['b', 'own'])
    expect(tightest(budgetsOf([view(), own, other, model], 'c', ['a/c']))?.id).toBe('own')
    expect(tightest(budgetsOf([view(), own, other, model], 'c', ['a/b']))?.id).toBe('model')
    expect(tightest([])).toBeUndefined()
  })
})

describe('a limit that is typed', () => {
  test.each([
    ['20', dollars(20), '20'],
    [' $1,000.5 ', dollars(1000.5), '1000.50'],
    ['.000001', '1000000', '0.000001'],
    ['1000000', dollars(1_000_000), '1000000']
  ])('%s', (text, limitPicoUsd, again) => {
    expect(readLimit(text)).toEqual({ limitPicoUsd, error: null })
    expect(limitText(limitPicoUsd)).toBe(again)
  })

  test.each(['', '0', '-1', 'five', '1e3', '0.0000001', '1000000.01', '.'])('%s is none', text => {
    expect(readLimit(text).limitPicoUsd).toBeNull()
  })
})

describe('cheaper models', () => {
  const model = (id: string, inputPrice: number | null, outputPrice: number | null, change: Partial<ModelSummary> = {}) =>
    modelSummary({
      id,
      name: id,
      contextWindow: null,
      maxTokens: null,
      inputPrice,
      outputPrice,
      inputModalities: ['text', 'image'],
      ...change
    })
  const current = model('now', 4, 16)
  const wanted = { modalities: ['image', 'file'], tools: true }
  const known = { pinned: [] as string[], recent: [] as string[] }
  const ids = (models: ModelSummary[], memory = known) =>
    cheaperModels(models, current, wanted, memory).map(({ model: { id }, words }) => [id, words])

  test('say by how much, the least different first, three at most', () => {
    const models = [model('eighth', 0.5, 2), model('free', 0, 0), model('most', 2.4, 9.6), model('half', 2, 8), current]
    expect(ids(models)).toEqual([
      ['most', 'about 60 % of the price'],
      ['half', 'about 1/2 of the price'],
      ['eighth', 'about 1/8 of the price']
    ])
    expect(ids(models, { pinned: ['free'], recent: ['eighth'] }).map(([id]) => id)).toEqual(['free', 'eighth', 'most'])
    expect(ids([model('free', 0, 0)])).toEqual([['free', 'free']])
  })

  test('are not those that are dearer one way, unpriced, or cannot do the same', () => {
    expect(
      ids([
        model('dearer to write', 0.1, 17),
        model('unpriced', null, null),
        model('hardly cheaper', 3.9, 15.9),
        model('blind', 1, 1, { inputModalities: ['text'] }),
        model('without tools', 1, 1, { supportsTools: false })
      ])
    ).toEqual([])
    expect(cheaperModels([model('a', 1, 1)], model('unpriced', null, null), wanted, known)).toEqual([])
  })
})
