/** A number that a request can carry: https://openrouter.ai/docs/api_reference/parameters */
export interface ModelParameter {
  label: string
  /** The API's name for it, in requests and among a model's `supported_parameters`. */
  wire: string
  least: number
  most: number
  whole?: true
}

/** By the name that a turn's settings have for it, in the order in which people look for them. */
export const modelParameters = {
  temperature: { label: 'Temperature', wire: 'temperature', least: 0, most: 2 },
  topP: { label: 'Top P', wire: 'top_p', least: 0, most: 1 },
  topK: { label: 'Top K', wire: 'top_k', least: 0, most: 100_000, whole: true },
  minP: { label: 'Min P', wire: 'min_p', least: 0, most: 1 },
  topA: { label: 'Top A', wire: 'top_a', least: 0, most: 1 },
  frequencyPenalty: { label: 'Frequency penalty', wire: 'frequency_penalty', least: -2, most: 2 },
  presencePenalty: { label: 'Presence penalty', wire: 'presence_penalty', least: -2, most: 2 },
  repetitionPenalty: { label: 'Repetition penalty', wire: 'repetition_penalty', least: 0, most: 2 },
  seed: { label: 'Seed', wire: 'seed', least: 0, most: 2_147_483_647, whole: true },
  /** Of thoughts and answer together. */
  maxTokens: { label: 'Longest answer', wire: 'max_tokens', least: 1, most: 10_000_000, whole: true }
} as const satisfies Record<string, ModelParameter>
export type ModelParameterName = keyof typeof modelParameters

export const modelParameterNames = Object.keys(modelParameters) as ModelParameterName[]
