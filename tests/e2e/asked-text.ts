import { z } from 'zod'

const content = z.union([z.string(), z.array(z.looseObject({ text: z.string().optional() }))])
const sent = z.looseObject({ messages: z.array(z.looseObject({ content })) })

/** The words of the question that a request ends with; for a prompt cache they may be a part of their own. */
export function askedText(body: unknown): string {
  const last = sent.parse(body).messages.at(-1)?.content ?? ''
  return typeof last === 'string' ? last : last.map(({ text }) => text ?? '').join('')
}
