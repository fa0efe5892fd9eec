/** A question that shows one thing Steno does. */
export interface SamplePrompt {
  title: string
  text: string
  /** Of the demo: the scripted reply that belongs to it. */
  model?: string
}

/** One per scripted model of the simulator: the product in a minute. */
export const demoPrompts: readonly SamplePrompt[] = [
  { title: 'Watch it think', text: 'Is 2027 a prime number? Think it through.', model: 'demo/reasoning' },
  { title: 'See tools at work', text: 'What is 20 * 50 * 0.025, and what time is it now?', model: 'demo/tools' },
  { title: 'Read a rich answer', text: 'Show me a table, a list and some code.', model: 'demo/markdown' },
  { title: 'Keep a hidden thought', text: 'Answer with reasoning that stays encrypted.', model: 'demo/encrypted' }
]

/** The fifth, smaller one: what a failure looks like. */
export const failurePrompt: SamplePrompt = { title: 'See a failure and retry it', text: 'Fail once, then answer.', model: 'demo/failure' }

/** With a key a press only fills the field: sending costs money. */
export const prompts: readonly SamplePrompt[] = [
  { title: 'Explain a concept', text: 'Explain double-entry bookkeeping to a programmer, in ten sentences.' },
  { title: 'Compare options', text: 'Compare SQLite and PostgreSQL for a self-hosted application with one user. End with a table.' },
  { title: 'Draft a message', text: 'Write a short, friendly message that moves a meeting from Tuesday to Thursday.' },
  { title: 'Check a calculation', text: 'I save 250 a month at 4 % a year. What do I have after 15 years? Show the formula.' }
]
