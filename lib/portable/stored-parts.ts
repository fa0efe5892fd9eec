import { z } from 'zod'

const object = z.record(z.string(), z.unknown()).optional()

/** What a stored message consists of: the parts that lib/chat/message-parts.ts makes, and those of a question. */
const storedPart = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('step-start') }),
  z.looseObject({ type: z.literal('text'), text: z.string(), providerMetadata: object }),
  z.looseObject({ type: z.literal('reasoning'), text: z.string(), providerMetadata: object }),
  z.looseObject({
    type: z.literal('dynamic-tool'),
    toolName: z.string(),
    toolCallId: z.string(),
    state: z.enum(['input-streaming', 'input-available', 'output-available', 'output-error']),
    errorText: z.string().optional()
  }),
  z.looseObject({ type: z.literal('source-url'), sourceId: z.string(), url: z.string(), title: z.string().optional() }),
  z.looseObject({
    type: z.literal('file'),
    url: z.string(),
    mediaType: z.string(),
    filename: z.string().optional(),
    providerMetadata: object
  })
])

export const storedParts = z.array(storedPart).max(20_000)
