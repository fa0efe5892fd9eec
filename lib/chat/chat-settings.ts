import { z } from 'zod'
import { cleanText, turnSettings } from './turn-request.ts'

/** What a chat's questions are asked with: a turn's settings without what makes an answer a lane, a merge, a capped one or an exception. */
export const chatSettings = turnSettings.omit({ lane: true, purpose: true, costCapPicoUsd: true, onlyThisAnswer: true })
export type ChatSettings = z.infer<typeof chatSettings>

const presetName = cleanText(100)
  .transform(text => text.trim())
  .refine(text => text !== '', 'must not be empty')

/** Body of `POST /api/presets`: a chat's settings under a name. */
export const newPreset = z.strictObject({ name: presetName, settings: chatSettings })
export type NewPreset = z.infer<typeof newPreset>

/** Body of `PATCH /api/presets/:id`. */
export const presetChange = z
  .strictObject({ name: presetName.optional(), settings: chatSettings.optional() })
  .refine(change => Object.keys(change).length > 0, 'must change something')
export type PresetChange = z.infer<typeof presetChange>

export interface Preset extends NewPreset {
  id: string
}
