import type { Failure, FailureCode } from '@/lib/chat/failure.ts'
import type { MessageMetadata } from '@/lib/chat/message.ts'
import { formatDuration } from '@/lib/cost/format.ts'

export type FailureAction = 'retry' | 'continue' | 'edit' | 'model' | 'settings' | 'credits'

export interface FailureWords {
  title: string
  sentence: string
  /** The likely one first, three at most. */
  actions: readonly FailureAction[]
  /** The upstream's own words say more than ours. */
  quote?: boolean
}

export interface FailureContext {
  failure: Failure
  metadata: MessageMetadata
  /** Some of the answer had arrived. */
  hasText: boolean
}

type Describe = (context: FailureContext & { who: string; kept: string; billed: string }) => FailureWords

/** The words for every way in which an answer fails: cause, who, what now. */
const words: Record<FailureCode, Describe> = {
  upstream_auth: () => ({
    title: 'Key rejected',
    sentence: 'OpenRouter does not accept the key. The question is kept; nothing was billed.',
    actions: ['settings', 'retry']
  }),
  upstream_credits: () => ({
    title: 'Not enough credit',
    sentence: 'Your OpenRouter balance does not cover this answer. The question is kept.',
    actions: ['credits', 'model', 'retry'],
    quote: true
  }),
  upstream_moderation: ({ who, billed }) => ({
    title: who === 'The provider' ? 'Refused by a filter' : `Refused by ${possessive(who)} filter`,
    sentence: `The question was flagged before it was answered. ${billed}`,
    actions: ['edit', 'model'],
    quote: true
  }),
  upstream_model: () => ({
    title: 'Model not available',
    sentence: 'OpenRouter does not offer this model now. Choose another one and ask again.',
    actions: ['model', 'retry'],
    quote: true
  }),
  upstream_invalid: ({ who }) => ({
    title: 'Request refused',
    sentence: `${who} does not accept the request as it is. Another model or effort may work.`,
    actions: ['model', 'retry'],
    quote: true
  }),
  upstream_rate_limit: ({ who, failure }) => ({
    title: who === 'The provider' ? 'Too many requests' : `Too many requests at ${who}`,
    sentence: failure.retryAfterMs === undefined ? 'It asks to wait a little.' : `It asks to wait ${formatDuration(failure.retryAfterMs)}.`,
    actions: ['retry', 'model']
  }),
  upstream_error: ({ who, kept, billed }) => ({
    title: who === 'The provider' ? 'The provider failed' : `${who} failed`,
    sentence: `The error came from there, not from your network. ${kept}${billed}`,
    actions: ['retry', 'continue', 'model'],
    quote: true
  }),
  upstream_timeout: ({ who, kept, billed }) => ({
    title: 'No answer in time',
    sentence: `${who} went silent. ${kept}${billed}`,
    actions: ['retry', 'continue', 'model']
  }),
  upstream_truncated: ({ who, kept, billed }) => ({
    title: 'The answer was cut off',
    sentence: `${who} closed the connection. ${kept}${billed}`,
    actions: ['continue', 'retry']
  }),
  upstream_bad_data: ({ who, kept, billed }) => ({
    title: 'Unreadable answer',
    sentence: `${who} sent something that is no API answer. ${kept}${billed}`,
    actions: ['retry', 'continue', 'model']
  }),
  context_length: () => ({
    title: 'Conversation too long',
    sentence: 'This model cannot read that much at once. Choose one with a larger context, or shorten the question.',
    actions: ['model', 'edit'],
    quote: true
  }),
  empty_response: ({ who, billed }) => ({
    title: 'Empty answer',
    sentence: `${who} ended the answer without a word. ${billed}`,
    actions: ['retry', 'model']
  }),
  filtered: ({ who, kept, billed }) => ({
    title: who === 'The provider' ? 'Stopped by a filter' : `Stopped by ${possessive(who)} filter`,
    sentence: `The answer was cut by a content filter. ${kept}${billed}`,
    actions: ['edit', 'retry', 'model']
  }),
  tool_arguments_invalid: ({ kept, billed }) => ({
    title: 'Broken tool call',
    sentence: `The model called a tool with arguments that cannot be read; the tool was not run. ${kept}${billed}`,
    actions: ['retry', 'model']
  }),
  too_large: ({ kept, billed }) => ({
    title: 'Too large',
    sentence: `The question or the answer is larger than can be carried. ${kept}${billed}`,
    actions: ['edit', 'retry'],
    quote: true
  }),
  network: () => ({
    title: 'No connection to OpenRouter',
    sentence: 'Steno could not reach it. Your message is saved and was not answered.',
    actions: ['retry'],
    quote: true
  }),
  server_restart: ({ kept, billed }) => ({
    title: 'Steno restarted',
    sentence: `The answer was interrupted. ${kept || 'Nothing that was shown is lost. '}${billed}`,
    actions: ['continue', 'retry']
  }),
  too_many_steps: ({ kept, billed }) => ({
    title: 'Too many tool rounds',
    sentence: `The model kept calling tools without an end, and Steno stopped it. ${kept}${billed}`,
    actions: ['continue', 'retry', 'model']
  }),
  internal: ({ kept }) => ({
    title: 'Something went wrong in Steno',
    sentence: `The fault is ours, not the provider's. ${kept}The details help to find it.`,
    actions: ['retry', 'continue']
  })
}

/** Title, sentence and next steps for a failure; `Continue` is offered only where there is something to go on from. */
export function failureWords(context: FailureContext): FailureWords {
  const { failure, hasText } = context
  const described = words[failure.code]({
    ...context,
    who: failure.provider ?? context.metadata.provider ?? 'The provider',
    kept: hasText ? 'The text above is kept. ' : '',
    billed: billedClause(context.metadata)
  })
  const actions = described.actions.filter(action => action !== 'continue' || hasText)
  return { ...described, sentence: described.sentence.trim(), actions }
}

function billedClause({ costState, costPicoUsd, upstream }: MessageMetadata): string {
  if (upstream === 'demo') return ''
  if (costState === 'pending') return 'Its cost is being looked up.'
  if (costState === 'billed' && costPicoUsd === '0') return 'Nothing was billed.'
  return ''
}

function possessive(name: string): string {
  return name.endsWith('s') ? `${name}’` : `${name}’s`
}
