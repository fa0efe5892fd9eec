import type { Failure, FailureCode } from '@/lib/chat/failure.ts'
import type { MessageMetadata } from '@/lib/chat/message.ts'
import { formatDuration, formatTokens } from '@/lib/cost/format.ts'
import type { FailureAction } from './failure-action.ts'
import { affordable, nobodyLeft, possessive, tooLong } from './failure-clauses.ts'
import { storageWords } from './storage-failure-words.ts'

export interface FailureWords {
  title: string
  sentence: string
  /** The likely one first, three at most. */
  actions: readonly FailureAction[]
  /** The upstream's own words, where they say more than ours. */
  quote: string | null
}

/** What of an answer had arrived and is kept. */
export type Kept = 'text' | 'thought' | 'nothing'

export interface FailureContext {
  failure: Failure
  metadata: MessageMetadata
  kept: Kept
}

export interface Phrases extends FailureContext {
  /** Display name of whoever failed; OpenRouter when the failure names no provider. */
  who: string
  /** Empty when nothing is kept. */
  keptClause: string
  billed: string
  /** "It asked Steno to wait 18 s." */
  wait: string
  /** Offered when the failure names a provider: others may do better. */
  elsewhere: readonly FailureAction[]
}

export interface Described {
  title: string
  sentence: string
  actions: readonly FailureAction[]
  /** The message is ours, and said already. */
  ours?: true
}

const retry: FailureAction = { type: 'retry' }
const goOn: FailureAction = { type: 'continue' }
const edit: FailureAction = { type: 'edit' }
const otherModel: FailureAction = { type: 'model', label: 'Other model' }
const cheaperModel: FailureAction = { type: 'model', label: 'Cheaper model' }
const largerModel: FailureAction = { type: 'model', label: 'Larger model' }
const settings: FailureAction = { type: 'settings' }
const timeouts: FailureAction = { type: 'timeouts' }
const budgets: FailureAction = { type: 'budgets' }
const addCredit: FailureAction = { type: 'page', page: 'credits' }

/** Some upstreams refuse to write less. */
const fewestTokens = 16

/** The words for every way in which an answer fails: cause, who, what now. */
const words: Record<FailureCode, (phrases: Phrases) => Described> = {
  key_missing: () => ({
    title: 'No key was sent',
    sentence: 'OpenRouter got the question without a key. The question is kept; nothing was billed.',
    actions: [settings, retry]
  }),
  upstream_auth: ({ failure, elsewhere }) => ({
    title: failure.provider ? `Key rejected by ${failure.provider}` : 'Key rejected',
    sentence: failure.provider
      ? `${failure.provider} does not accept the key that OpenRouter holds for it. Nothing was billed.`
      : 'OpenRouter does not accept the key: it was deleted, disabled or mistyped. The question is kept; nothing was billed.',
    actions: failure.provider ? [...elsewhere, otherModel, retry] : [settings, retry]
  }),
  upstream_credits: ({ failure }) => ({
    title: 'Not enough credit',
    sentence: affordable(failure, 'Your balance') ?? 'Your OpenRouter balance does not cover this answer. The question is kept.',
    actions: [...limitAction(failure), cheaperModel, addCredit]
  }),
  key_limit: ({ failure }) => ({
    title: 'Key limit reached',
    sentence:
      affordable(failure, 'What is left of the key’s limit') ??
      'The spending limit of this key does not cover the answer. Its owner can raise it.',
    actions: [...limitAction(failure), { type: 'page', page: 'keys' }, cheaperModel]
  }),
  credits_in_flight: ({ wait }) => ({
    title: 'Credit is held by other answers',
    sentence: `OpenRouter reserves credit for answers that are still being written; it comes back when they end. ${wait}`,
    actions: [retry, addCredit]
  }),
  upstream_moderation: ({ failure, billed }) => ({
    title: failure.provider ? `Refused by ${possessive(failure.provider)} filter` : 'Refused by a filter',
    sentence: `${failure.reasons ? `Flagged: ${failure.reasons.join(', ')}.` : 'The question was flagged before it was answered.'} ${billed}`,
    actions: [edit, otherModel]
  }),
  guardrail: ({ failure, billed }) => ({
    title: 'Stopped by a guardrail',
    sentence: `${failure.reasons ? `A rule of your OpenRouter workspace matched: ${failure.reasons.join(', ')}.` : 'A rule of your OpenRouter workspace does not let this question through.'} ${billed}`,
    actions: [edit, { type: 'page', page: 'guardrails' }]
  }),
  forbidden: ({ who, billed }) => ({
    title: 'Not allowed',
    sentence: `${who} does not let this key use the model. ${billed}`,
    actions: [otherModel, { type: 'page', page: 'keys' }, retry]
  }),
  data_policy: ({ failure }) => ({
    title: 'Ruled out by your privacy settings',
    sentence: `${nobodyLeft(failure)} Relax the setting, or choose a model that more providers serve.`,
    actions: [{ type: 'page', page: 'privacy' }, otherModel, retry]
  }),
  no_endpoints: ({ failure }) => ({
    title: 'No provider fits',
    sentence: `${nobodyLeft(failure)} Another model may be served, or this one later.`,
    actions: [otherModel, retry]
  }),
  upstream_model: () => ({
    title: 'Model not available',
    sentence: 'OpenRouter does not offer this model now. Choose another one and ask again.',
    actions: [otherModel, retry]
  }),
  upstream_invalid: ({ who, billed }) => ({
    title: 'Request refused',
    sentence: `${who} does not accept the request as it is; another model or effort may work. ${billed}`,
    actions: [otherModel, retry]
  }),
  reasoning_mandatory: () => ({
    title: 'This model always thinks',
    sentence: 'Its thinking cannot be turned off. Ask again and let it think, or choose another model.',
    actions: [{ type: 'think' }, otherModel]
  }),
  attachment_refused: ({ who, billed }) => ({
    title: 'Image or file not accepted',
    sentence: `${who} cannot read what is attached: its format, its size or its place. ${billed}`,
    actions: [edit, otherModel]
  }),
  request_too_large: ({ who, billed }) => ({
    title: 'Request too large',
    sentence: `The conversation with its attachments is more than ${who} takes in one piece. ${billed}`,
    actions: [edit, otherModel]
  }),
  upstream_rate_limit: ({ who, wait, keptClause, elsewhere }) => ({
    title: `Too many requests at ${who}`,
    sentence: `${wait || 'It asks to wait a little.'} ${keptClause}`,
    actions: [...elsewhere, retry, goOn, otherModel]
  }),
  platform_rate_limit: ({ failure, wait, keptClause }) => ({
    title: /per-day/.test(failure.message) ? 'Free answers used up for today' : 'Too many requests',
    sentence: `OpenRouter limits how often free models may be asked. ${failure.resetsAt === undefined ? wait : ''} ${keptClause}`,
    actions: /per-day/.test(failure.message) ? [otherModel, addCredit, retry] : [retry, otherModel, addCredit]
  }),
  upstream_overloaded: ({ failure, wait, keptClause, billed, elsewhere }) => ({
    title: failure.provider ? `${failure.provider} is overloaded` : 'No capacity for this model',
    sentence: `${failure.provider ? 'It has' : 'Its providers have'} more to do than can be done. ${wait || `${keptClause}${billed}`}`,
    actions: [...elsewhere, retry, goOn, otherModel]
  }),
  upstream_error: ({ who, keptClause, billed, elsewhere }) => ({
    title: `${who} failed`,
    sentence: `The error came from there, not from your network. ${keptClause}${billed}`,
    actions: [retry, goOn, ...elsewhere, otherModel]
  }),
  upstream_timeout: ({ who, keptClause, billed, elsewhere }) => ({
    title: 'No answer in time',
    sentence: `${who} went silent. ${keptClause}${billed}`,
    actions: [retry, goOn, ...elsewhere, otherModel]
  }),
  stalled: ({ who, keptClause, billed, elsewhere }) => ({
    title: 'The answer stopped',
    sentence: `${who} sent nothing more. ${keptClause}${billed}`,
    actions: [goOn, retry, ...elsewhere, otherModel]
  }),
  too_long: ({ keptClause, billed }) => ({
    title: 'The answer took too long',
    sentence: `It was not at its end when the time for a whole call was up. ${keptClause}${billed}`,
    actions: [goOn, retry, timeouts, otherModel]
  }),
  upstream_truncated: ({ who, kept, keptClause, billed }) => ({
    title: kept === 'nothing' ? 'The answer never began' : 'The answer was cut off',
    sentence: `${who} closed the connection. ${keptClause}${billed}`,
    actions: [goOn, retry, otherModel],
    ours: true
  }),
  upstream_bad_data: ({ who, keptClause, billed }) => ({
    title: 'Unreadable answer',
    sentence: `${who} sent something that is no API answer. ${keptClause}${billed}`,
    actions: [retry, goOn, otherModel]
  }),
  context_length: ({ failure }) => ({
    title:
      failure.overflowTokens === undefined ? 'Conversation too long' : `${formatTokens(failure.overflowTokens, 'glance')} tokens too long`,
    sentence: tooLong(failure),
    actions: [largerModel, edit]
  }),
  answer_limit: ({ who, keptClause, billed }) => ({
    title: 'Token limit reached',
    sentence: `${who} does not write an answer that long. ${keptClause}${billed}`,
    actions: [goOn, retry, otherModel]
  }),
  empty_response: ({ who, billed }) => ({
    title: 'Empty answer',
    sentence: `${who} ended the answer without a word. ${billed}`,
    actions: [retry, otherModel]
  }),
  filtered: ({ failure, keptClause, billed }) => ({
    title: failure.provider ? `Stopped by ${possessive(failure.provider)} filter` : 'Stopped by a filter',
    sentence: `The answer was cut by a content filter. ${keptClause}${billed}`,
    actions: [edit, retry, otherModel]
  }),
  tool_arguments_invalid: ({ keptClause, billed }) => ({
    title: 'Broken tool call',
    sentence: `The model called a tool in a way that cannot be read; the tool was not run. ${keptClause}${billed}`,
    actions: [retry, otherModel]
  }),
  too_large: ({ keptClause, billed }) => ({
    title: 'Answer too large',
    sentence: `There is more of it than Steno can carry. ${keptClause}${billed}`,
    actions: [edit, retry]
  }),
  network: ({ billed }) => ({
    title: 'No connection to OpenRouter',
    sentence: `Steno could not reach it. Your message is saved and was not answered. ${billed}`,
    actions: [retry]
  }),
  server_restart: ({ keptClause, billed }) => ({
    title: 'Steno restarted',
    sentence: `The answer was interrupted. ${keptClause || 'Nothing that was shown is lost. '}${billed}`,
    actions: [goOn, retry],
    ours: true
  }),
  ...storageWords,
  too_many_steps: ({ keptClause, billed }) => ({
    title: 'Too many tool rounds',
    sentence: `The model kept calling tools without an end, and Steno stopped it. ${keptClause}${billed}`,
    actions: [goOn, retry, otherModel],
    ours: true
  }),
  budget_reached: ({ keptClause }) => ({
    title: 'Budget reached',
    sentence: `The next call would have passed a budget of yours, so Steno did not make it. ${keptClause}`,
    actions: [budgets, cheaperModel, retry],
    ours: true
  }),
  internal: ({ keptClause }) => ({
    title: 'Something went wrong in Steno',
    sentence: `The fault is ours, not the provider's. ${keptClause}The details help to find it.`,
    actions: [retry, goOn],
    ours: true
  })
}

/** Title, sentence and next steps for a failure; `Continue` is offered only where there is text to go on from. */
export function failureWords(context: FailureContext): FailureWords {
  const { failure, kept } = context
  const { provider, retryAfterMs, fallbackModels = [] } = failure
  const described = words[failure.code]({
    ...context,
    who: provider ?? 'OpenRouter',
    keptClause: keptClauses[kept],
    billed: billedClause(context.metadata),
    wait: retryAfterMs === undefined ? '' : `It asked Steno to wait ${formatDuration(retryAfterMs)}.`,
    elsewhere: provider === undefined ? [] : [{ type: 'provider', ignore: provider }]
  })
  const offered = fallbackModels.slice(0, 2).map(model => ({ type: 'fallback' as const, model }))
  const actions = described.actions.filter(action => action.type !== 'continue' || kept === 'text')
  return {
    title: described.title,
    sentence: described.sentence.replace(/ {2,}/g, ' ').trim(),
    actions: [...offered, ...actions].slice(0, 3),
    quote: described.ours || isSaid(failure.message, described) ? null : failure.message
  }
}

/** A message that only repeats the title adds nothing. */
function isSaid(message: string, { title }: Described): boolean {
  return message === '' || message.replace(/[.]$/, '').toLowerCase() === title.toLowerCase()
}

const keptClauses: Record<Kept, string> = {
  text: 'The text above is kept. ',
  thought: 'The thought above is kept. ',
  nothing: ''
}

function billedClause({ costState, costPicoUsd, upstream }: MessageMetadata): string {
  if (upstream === 'demo') return ''
  if (costState === 'pending') return 'Its cost is being looked up.'
  if (costState === 'billed' && costPicoUsd === '0') return 'Nothing was billed.'
  return ''
}

function limitAction({ affordableTokens }: Failure): FailureAction[] {
  return affordableTokens === undefined || affordableTokens < fewestTokens ? [] : [{ type: 'limit', maxTokens: affordableTokens }]
}
