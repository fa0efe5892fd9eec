import type { Failure } from '@/lib/chat/failure.ts'
import { formatTokens } from '@/lib/cost/format.ts'

export function affordable({ affordableTokens }: Failure, what: string): string | null {
  return affordableTokens === undefined ? null : `${what} covers about ${formatTokens(affordableTokens)} tokens of answer.`
}

export function nobodyLeft({ failedRoutingStep }: Failure): string {
  return failedRoutingStep === undefined
    ? 'OpenRouter finds no provider that may answer.'
    : `OpenRouter’s step “${failedRoutingStep}” left no provider.`
}

export function tooLong({ overflowTokens, contextTokens }: Failure): string {
  const needs =
    overflowTokens === undefined || contextTokens === undefined
      ? 'This model cannot read that much at once.'
      : `This needs ${formatTokens(overflowTokens + contextTokens)} tokens; the model takes ${formatTokens(contextTokens)}.`
  return `${needs} Choose one with a larger context, or shorten the question.`
}

export function possessive(name: string): string {
  return name.endsWith('s') ? `${name}’` : `${name}’s`
}
