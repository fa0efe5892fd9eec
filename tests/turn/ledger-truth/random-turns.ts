import fc from 'fast-check'
import type { ScriptStep } from '../../../lib/simulator/script.ts'

/** One turn as it will go: what the upstream plays for it, and what its user does meanwhile. */
export interface PlannedTurn {
  model: string
  steps: ScriptStep[]
  /** The user presses Stop after this time; `null`: never. */
  stopAfterMs: number | null
}

/** What one conversation lives through, all upstream calls under a key of its own. */
export interface PlannedConversation {
  /** Answers the call that makes the title; `null`: the user has switched titles off. */
  title: ScriptStep | null
  turns: PlannedTurn[]
}

export const turnsPerConversation = 20

/** The same seed, the same conversations. */
export function plannedConversations(seed: number, count: number): PlannedConversation[] {
  const turns = fc.array(turn, { minLength: turnsPerConversation, maxLength: turnsPerConversation, size: 'max' })
  const title = fc.oneof(
    { weight: 1, arbitrary: fc.constant(null) },
    {
      weight: 4,
      arbitrary: fc.tuple(money, lookup, titleEnd).map(([costs, asked, end]) => ({ ...costs, ...asked, ...end, stream: false }))
    }
  )
  return fc.sample(fc.record({ title, turns }), { seed, numRuns: count })
}

/** Up to 18 digits and far below a pico-dollar: JSON shows them as `0.0000123450000001` or `1.2345e-7`. */
const noisy = fc
  .tuple(fc.bigInt({ min: 1n, max: 10n ** 18n - 1n }), fc.integer({ min: 17, max: 25 }))
  .map(([digits, places]) => Number(`${digits}e-${places}`))
/** Half a pico-dollar and its neighbours: where rounding twice shows. */
const onTheEdge = fc
  .tuple(fc.integer({ min: 0, max: 99_999 }), fc.constantFrom('5', '49', '499', '51', '4999', '50001'))
  .map(([picoUsd, rest]) => Number(`${picoUsd}.${rest}e-12`))
const dear = fc.constantFrom(12_345.678901234567, 0.1, 9_876.000000000002, 0.30000000000000004, 0)
const amount = fc.oneof({ weight: 5, arbitrary: noisy }, { weight: 3, arbitrary: onTheEdge }, { weight: 1, arbitrary: dear })

/** More digits than a number of JavaScript holds, in quotes as some answers have them. */
const quoted = fc
  .tuple(fc.integer({ min: 0, max: 9_999 }), fc.constantFrom('', '5', '4999999999999999999', '5000000000000000001'))
  .map(([picoUsd, rest]) => `0.00001234${String(picoUsd).padStart(4, '0')}${rest}`)

/** Who charges what, and how much of it the stream says. */
const money: fc.Arbitrary<ScriptStep> = fc.oneof(
  fc.constant({}),
  amount.map(cost => ({ cost })),
  // A discount: the provider's list price is above what was charged.
  fc.tuple(amount, amount).map(([cost, more]) => ({ cost, upstreamCost: cost + more })),
  // Server tools: the fee is in the cost, not in what the provider charges.
  fc.tuple(amount, amount).map(([upstreamCost, fee]) => ({
    cost: upstreamCost + fee,
    upstreamCost,
    usage: { server_tool_use_details: { web_search_requests: 1 } }
  })),
  fc.tuple(amount, amount).map(([cost, upstreamCost]) => ({ isByok: true, cost, upstreamCost })),
  amount.map(upstreamCost => ({ isByok: true, cost: 0, upstreamCost })),
  // BYOK, and the stream keeps the provider's part to itself.
  fc.tuple(amount, amount).map(([cost, upstreamCost]) => ({
    isByok: true,
    cost,
    upstreamCost,
    usage: { cost_details: { upstream_inference_cost: null } }
  })),
  quoted.map(cost => ({ usage: { cost } })),
  fc.constant({ cost: null }),
  // No usage at all: the answer then waits some seconds for the generation endpoint.
  fc.oneof(
    fc.constant({ usage: null }),
    amount.map(cost => ({ cost, usage: null })),
    fc.tuple(amount, amount).map(([cost, upstreamCost]) => ({ isByok: true, cost, upstreamCost, usage: null }))
  ),
  amount.map(cost => ({ cost, framing: { profile: 'P1' as const } }))
)

/** How the generation endpoint behaves when it is asked. */
const lookup: fc.Arbitrary<ScriptStep> = fc.oneof(
  { weight: 6, arbitrary: fc.constant({}) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 6 }).map(notFound => ({ generation: { notFound } })) },
  { weight: 2, arbitrary: fc.constant({ generation: { quoted: true } }) },
  { weight: 1, arbitrary: fc.constant({ generation: { cancelled: true } }) },
  { weight: 1, arbitrary: fc.constant({ generation: { quoted: true, notFound: 2, delayMs: 30 } }) },
  { weight: 1, arbitrary: fc.constantFrom(404, 401, 500).map(status => ({ generation: { status } })) }
)

const text = fc.integer({ min: 1, max: 12 }).map(words => Array.from({ length: words }, (_, index) => `word${index}`).join(' '))
const answer: fc.Arbitrary<ScriptStep> = fc.oneof(
  text.map(words => ({ text: words })),
  text.map(words => ({ text: words, reasoning: 'Let me think.' }))
)

const toolRound: ScriptStep = { toolCalls: [{ name: 'current_time', arguments: '{}' }] }

const errorKinds = [
  'E1',
  'E2',
  'E3',
  'E3_no_choices',
  'E4',
  'E5',
  'E6_cut',
  'E6_fin',
  'E6_reset',
  'E6_comments_only',
  'bad_json',
  'html',
  'json200',
  'empty'
] as const

/** Before the first word it is retried, at once where the upstream says so; behind it the turn ends. */
const broken: fc.Arbitrary<ScriptStep> = fc
  .tuple(answer, fc.constantFrom(...errorKinds), fc.constantFrom(0, 0, 1, 3, undefined))
  .map(([step, kind, after]) => ({
    ...step,
    error: { kind, ...(after === undefined ? {} : { after }), metadata: { error_type: 'provider_unavailable', retry_after_seconds: 0.01 } }
  }))

const refused: fc.Arbitrary<ScriptStep> = fc
  .constantFrom(400, 401, 402, 403, 404, 413, 429, 429, 500, 502, 503, 524, 529)
  .map(status => ({ http: { status, headers: { 'Retry-After': '0' } } }))

/** Usage three times, the first one maybe too low, in a body that names its generation in the header only. */
const repeatedUsage: fc.Arbitrary<ScriptStep> = fc
  .tuple(amount, amount, fc.boolean(), fc.boolean())
  .map(([cost, upstream, byok, twice]) => {
    const details = byok ? { cost_details: { upstream_inference_cost: upstream } } : {}
    const usage = { prompt_tokens: 9, completion_tokens: 4, total_tokens: 13, cost, is_byok: byok, ...details }
    const lines = [
      { choices: [{ index: 0, delta: { content: 'Counted.' }, finish_reason: null }], usage: twice ? usage : { ...usage, cost: cost / 2 } },
      { choices: [{ index: 0, delta: { content: '' }, finish_reason: 'stop' }], usage },
      { choices: [], usage }
    ]
    return { framing: { rawLines: lines.map(line => JSON.stringify(line)) } }
  })

const titleEnd: fc.Arbitrary<ScriptStep> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ text: 'A title' }) },
  { weight: 1, arbitrary: refused },
  { weight: 1, arbitrary: fc.constantFrom('E1' as const, 'E6_reset' as const).map(kind => ({ text: 'A title', error: { kind } })) }
)

const call = (kind: fc.Arbitrary<ScriptStep>): fc.Arbitrary<ScriptStep> =>
  fc.tuple(money, lookup, kind).map(([costs, asked, played]) => ({ ...costs, ...asked, ...played }))

/** Failed attempts, then the call that is answered. */
const attempts = (kind: fc.Arbitrary<ScriptStep>): fc.Arbitrary<ScriptStep[]> =>
  fc
    .tuple(fc.array(call(fc.oneof(broken, refused)), { maxLength: 2, size: 'max' }), call(kind), fc.integer({ min: 0, max: 9 }))
    .map(([failed, answered, dice]) => (dice < 6 ? [answered] : [...failed, answered]))

const oneIn = <Value>(chances: number, arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> =>
  fc.oneof({ weight: chances - 1, arbitrary: fc.constant(null) }, { weight: 1, arbitrary })

const slow = fc.integer({ min: 40, max: 200 }).map(tokensPerSecond => ({ tokensPerSecond }))

const turn: fc.Arbitrary<PlannedTurn> = fc
  .record({
    model: fc.constantFrom('anthropic/claude-sonnet-4.5', 'openai/gpt-5-mini', 'google/gemini-3-flash-preview', 'somebody/some-model'),
    rounds: fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, fc.array(attempts(fc.constant(toolRound)), { maxLength: 3, size: 'max' })),
    last: fc.oneof({ weight: 8, arbitrary: attempts(answer) }, { weight: 1, arbitrary: repeatedUsage.map(step => [step]) }),
    pace: oneIn(4, slow),
    stopAfterMs: oneIn(6, fc.integer({ min: 0, max: 300 }))
  })
  .map(({ model, rounds, last, pace, stopAfterMs }) => {
    const steps = [...rounds.flat(), ...last]
    return { model, steps: pace ? steps.map(step => ({ ...step, ...pace })) : steps, stopAfterMs }
  })
