import { branchTo } from '../chat/branch.ts'
import type { MessageMetadata } from '../chat/message.ts'
import { formatCost } from '../cost/format.ts'
import { picoUsd } from '../cost/pico-usd.ts'
import type { ConversationRecord, MessageRecord } from './export-format.ts'

/** What of an answer is written beside its text. */
export interface MarkdownOptions {
  thinking: boolean
  tools: boolean
  costs: boolean
}

/** A conversation to read: the selected branch, of a comparison every answer. Its texts stand as they are, Markdown or not. */
export function conversationAsMarkdown(record: ConversationRecord, options: MarkdownOptions): string {
  const { title, kind, createdAt, calls } = record
  const shown = kind === 'compare' ? record.messages : selectedBranch(record)
  const head = [`# ${title.replace(/\s+/g, ' ').trim() || 'Untitled'}`, createdAt.slice(0, 10)]
  const total = options.costs && calls.length > 0 ? [`Cost: ${totalOf(calls)}`] : []
  return `${[...head, ...shown.flatMap(message => messageAsMarkdown(message, options)), ...total].join('\n\n')}\n`
}

function selectedBranch({ messages, selectedLeafId }: ConversationRecord): MessageRecord[] {
  const nodes = messages.map(message => ({ ...message, metadata: { parentId: message.parentId, status: message.status, createdAt: '' } }))
  const ids = new Set(branchTo(nodes, selectedLeafId).map(({ id }) => id))
  return messages.filter(({ id }) => ids.has(id))
}

function messageAsMarkdown(message: MessageRecord, options: MarkdownOptions): string[] {
  const body = message.parts.flatMap(part => partAsMarkdown(part, options))
  if (message.role === 'user') return ['## Question', ...body]
  const metadata: Partial<MessageMetadata> = message.metadata
  const lane = message.settings?.lane
  const words = [
    ...(lane === undefined ? [] : [`lane ${String.fromCharCode(65 + lane)}`]),
    ...(metadata.model === undefined ? [] : [metadata.model]),
    ...(message.status === 'complete' ? [] : [message.status])
  ]
  const cost = options.costs ? costOf(metadata) : null
  return [`## Answer${words.length > 0 ? `, ${words.join(', ')}` : ''}`, ...body, ...(cost === null ? [] : [`*Cost: ${cost}*`])]
}

function partAsMarkdown(part: MessageRecord['parts'][number], { thinking, tools }: MarkdownOptions): string[] {
  switch (part.type) {
    case 'text':
      return part.text === '' ? [] : [part.text]
    case 'reasoning':
      return thinking && part.text !== '' ? [quoted(`**Thinking**\n\n${part.text}`)] : []
    case 'dynamic-tool':
      if (!tools) return []
      return [
        `**Tool: ${part.toolName}**`,
        fenced(JSON.stringify(part.input ?? null, null, 2), 'json'),
        ...(part.state === 'output-available' ? [fenced(outputOf(part.output), '')] : []),
        ...(part.state === 'output-error' ? [fenced(part.errorText, '')] : [])
      ]
    case 'file':
      return [`[${part.filename ?? part.mediaType}]`]
    case 'source-url':
      return [`Source: <${part.url}>`]
    default:
      return []
  }
}

function outputOf(output: unknown): string {
  const isText = typeof output === 'object' && output !== null && 'text' in output && typeof output.text === 'string'
  return isText ? String(output.text) : JSON.stringify(output, null, 2)
}

function quoted(text: string): string {
  return text.replace(/^/gm, '> ')
}

/** A fence is longer than any that stands in its text. */
function fenced(text: string, language: string): string {
  let longest = 2
  for (const [ticks] of text.matchAll(/`+/g)) longest = Math.max(longest, ticks.length)
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${text}\n${fence}`
}

/** Unknown is never 0. */
function costOf({ costPicoUsd, costState }: Partial<MessageMetadata>): string | null {
  if (costState === undefined && costPicoUsd === undefined) return null
  const amount = costPicoUsd === undefined ? null : picoUsd(BigInt(costPicoUsd))
  if (costState === 'billed' || costState === undefined) return formatCost(amount, 'note')
  return amount === null ? costState : `at least ${formatCost(amount, 'note')}, the rest ${costState}`
}

function totalOf(calls: ConversationRecord['calls']): string {
  // The two upstreams never mix.
  const upstream = calls.some(call => call.upstream === 'openrouter') ? 'openrouter' : 'demo'
  const own = calls.filter(call => call.upstream === upstream)
  const known = own.flatMap(({ costPicoUsd }) => (costPicoUsd === null ? [] : [BigInt(costPicoUsd)]))
  const sum = formatCost(picoUsd(known.reduce((left, right) => left + right, 0n)), 'note')
  const open = own.filter(({ costState }) => costState !== 'billed').length
  const where = upstream === 'demo' ? ' in the demo, where nothing is billed' : ''
  return open === 0 ? `${sum}${where}` : `at least ${sum}${where}; ${open} of ${own.length} calls not known`
}
