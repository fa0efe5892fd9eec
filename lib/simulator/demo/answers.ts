import { findSum } from './arithmetic.ts'
import { quoted } from './question.ts'

/** A topic that the demo can say something sensible about. */
interface Topic {
  matches: RegExp
  answer: string
}

const topics: Topic[] = [
  {
    matches: /\b(steno|this app|api key|openrouter|key|settings)\b/i,
    answer: `Steno is a chat for OpenRouter that runs on your own machine. Three things set it apart:

1. **No thought is lost.** What a model reasons, hidden or in the open, is stored and sent back to it unchanged.
2. **No byte is lost.** Reload this page while I write, or stop the server: the text is there and goes on.
3. **No cent is lost.** The amount beside each answer is what was billed, to the last digit.

To talk to real models, open *Settings* and add a key from [openrouter.ai/settings/keys](https://openrouter.ai/settings/keys).`
  },
  {
    matches: /\b(what can you do|help|who are you|are you real|real model|simulat|demo)\b/i,
    answer: `I am a simulator inside Steno: no model, no network, no bill. I can show you what Steno does with each kind of answer:

- **Demo: Reasoning** thinks aloud before it answers.
- **Demo: Tools** calls the calculator and the clock.
- **Demo: Markdown** shows tables, code and quotes.
- **Demo: Hidden reasoning** keeps thoughts that nobody can read.
- **Demo: Failure** breaks off, so that you can try *Retry*.

Pick one in the model menu, or ask me for a sum.`
  },
  {
    matches: /\b(code|function|python|javascript|typescript|program|script|regex|sql)\b/i,
    answer: `A simulator writes no programs, but this is how code arrives:

\`\`\`ts
/** The first n numbers of Fibonacci's row. */
export function fibonacci(n: number): number[] {
  const row = [0, 1]
  while (row.length < n) row.push((row.at(-1) ?? 0) + (row.at(-2) ?? 0))
  return row.slice(0, n)
}
\`\`\`

\`fibonacci(8)\` gives \`[0, 1, 1, 2, 3, 5, 8, 13]\`. A real model would answer your own question here.`
  },
  {
    matches: /\b(poem|haiku|verse|song|story|joke)\b/i,
    answer: `A simulated haiku:

> Keys fall, words appear;
> the line is cut, yet they stay.
> Ink was already dry.`
  },
  {
    matches: /\b(time|date|today|clock|day is it)\b/i,
    answer: 'I have no clock of my own. Choose **Demo: Tools** in the model menu and ask again: it calls one, and you can watch the call.'
  },
  {
    matches: /^\W*(hi|hello|hey|hallo|good (morning|evening|day)|servus|moin)\b/i,
    answer: 'Hello! I am simulated: quick, polite and not very wise. Ask me for a sum, for code, for a haiku, or about Steno itself.'
  },
  {
    matches: /\b(thanks|thank you|danke|merci)\b/i,
    answer: 'You are welcome. It cost nothing, and that is no figure of speech: this reply is simulated.'
  }
]

/** An answer that fits the words of the question, and says what it is. */
export function answerTo(text: string): string {
  const sum = findSum(text)
  if (sum)
    return `**${sum.expression} = ${sum.result}**\n\nWorked out by the simulator, exactly. A real model would explain the way there; mine is a parser of sixty lines.`
  const topic = topics.find(({ matches }) => matches.test(text))
  if (topic) return topic.answer
  if (text === '') return 'You sent no words, so there is nothing I could pretend to answer.'
  return `You asked: ${quoted(text)}

This reply is **simulated**: Steno runs without a key, so no model has read your question. What you see is real all the same:

- the words arrive over HTTP, token by token, as they would from OpenRouter;
- each was on disk before it was on your screen, but for a temporary chat;
- the amount in the margin is computed from tokens and price.

Add a key in *Settings* to get an answer worth having, or ask me something that I know, such as \`17 * 23\`.`
}
