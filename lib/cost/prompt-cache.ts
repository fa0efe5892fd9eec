/**
 * How long a provider keeps a prompt after its last use, in milliseconds: Anthropic five minutes, the others five to ten and
 * more. https://openrouter.ai/docs/guides/best-practices/prompt-caching
 */
export const cacheLifeMs = 300_000

/** Prompts that are shorter are not cached by anybody: the least that OpenAI and most models of Anthropic take. */
export const leastCachedTokens = 1024
