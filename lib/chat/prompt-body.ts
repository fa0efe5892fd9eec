import { z } from 'zod'
import { maxPromptName, maxPrompts, maxPromptText } from './prompt.ts'
import { cleanText } from './turn-request.ts'

/** Body of `POST /api/prompts` and `PUT /api/prompts/:id`. */
export const promptBody = z.strictObject({
  name: cleanText(maxPromptName)
    .transform(text => text.trim())
    .refine(text => text !== '', 'must not be empty'),
  text: cleanText(maxPromptText).refine(text => text.trim() !== '', 'must not be empty')
})

/** A library as a file, and the body of `POST /api/prompts/import`. */
export const promptFile = z.strictObject({ prompts: z.array(promptBody).min(1).max(maxPrompts) })
