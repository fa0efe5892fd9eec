/** A number that a request can carry: https://openrouter.ai/docs/api_reference/parameters */
export interface ModelParameter {
  label: string
  /** The API's name for it, in requests and among a model's `supported_parameters`. */
  wire: string
  least: number
  most: number
  whole: boolean
  /** What it does, in a few words. */
  help: string
}

/** By the name that a turn's settings have for it, in the order in which people look for them. */
export const modelParameters = {
  temperature: { label: 'Temperature', wire: 'temperature', least: 0, most: 2, whole: false, help: 'Lower is steadier.' },
  topP: { label: 'Top P', wire: 'top_p', least: 0, most: 1, whole: false, help: 'Only the likeliest words that together have this share.' },
  topK: { label: 'Top K', wire: 'top_k', least: 0, most: 100_000, whole: true, help: 'Only this many of the likeliest words; 0 is all.' },
  minP: { label: 'Min P', wire: 'min_p', least: 0, most: 1, whole: false, help: 'Only words at least this likely beside the likeliest.' },
  topA: { label: 'Top A', wire: 'top_a', least: 0, most: 1, whole: false, help: 'Only words likely enough beside the likeliest.' },
  frequencyPenalty: {
    ...{ label: 'Frequency penalty', wire: 'frequency_penalty', least: -2, most: 2, whole: false },
    help: 'Against words, the more often they came.'
  },
  presencePenalty: {
    ...{ label: 'Presence penalty', wire: 'presence_penalty', least: -2, most: 2, whole: false },
    help: 'Against words that came at all.'
  },
  repetitionPenalty: {
    ...{ label: 'Repetition penalty', wire: 'repetition_penalty', least: 0, most: 2, whole: false },
    help: 'Above 1 against repeating the input.'
  },
  seed: {
    label: 'Seed',
    wire: 'seed',
    least: 0,
    most: 2_147_483_647,
    whole: true,
    help: 'The same one answers the same, as far as the provider can.'
  },
  maxTokens: { label: 'Longest answer', wire: 'max_tokens', least: 1, most: 10_000_000, whole: true, help: 'Tokens, thoughts included.' }
} as const satisfies Record<string, ModelParameter>
export type ModelParameterName = keyof typeof modelParameters

export const modelParameterNames = Object.keys(modelParameters) as ModelParameterName[]
