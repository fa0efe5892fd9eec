import { z } from 'zod'
import type { Tool } from '../tool.ts'

const input = z.strictObject({
  timeZone: z.string().max(64).optional().describe('IANA time zone such as Europe/Berlin; UTC when absent')
})

/** The wall clock, because a model has none. */
export const currentTime: Tool<z.infer<typeof input>> = {
  name: 'current_time',
  title: 'Date and time',
  description: 'The current date, weekday and time, in any time zone.',
  inputSchema: input,
  execute({ timeZone = 'UTC' }) {
    const now = new Date()
    try {
      const local = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'long', timeZone }).format(now)
      return Promise.resolve({ text: `${local} (${now.toISOString()})` })
    } catch (error) {
      return Promise.reject(new Error(`Unknown time zone "${timeZone}". Use an IANA name such as Europe/Berlin.`, { cause: error }))
    }
  }
}
