import type { ScriptStep } from '../script.ts'
import { answerTo } from './answers.ts'
import { findSum } from './arithmetic.ts'
import { livelyPace, type Question, questionText, quoted, wantsReasoning } from './question.ts'

/** `demo/reasoning`: signed thoughts in the open, then the answer. */
export function reasoningStep(question: Question): ScriptStep {
  return {
    ...livelyPace(question),
    ...(wantsReasoning(question) && { reasoning: thoughtsAbout(questionText(question)) }),
    text: answerTo(questionText(question))
  }
}

/** `demo/encrypted`: thoughts that only the provider can read. */
export function encryptedStep(question: Question): ScriptStep {
  return {
    ...livelyPace(question),
    reasoning: { encrypted: true, tokens: 320 },
    text: `${answerTo(questionText(question))}

---

Before this I "thought" 320 tokens that came **encrypted**, as OpenAI's do. Nobody can read them, but the model wants them back with the next question. Steno kept them to the byte.`
  }
}

/** `demo/markdown`: one of everything that answers are made of. */
export function markdownStep(question: Question): ScriptStep {
  return { ...livelyPace(question), tokensPerSecond: 90, text: markdownText(questionText(question)) }
}

const failureText = 'This answer starts well: every word that you have read stays where it is, even though the provider is about to'

/** `demo/failure`: breaks off at the first attempt; `isFirstAttempt` says whether it is. */
export function failureStep(question: Question, isFirstAttempt: boolean): ScriptStep {
  if (!isFirstAttempt)
    return {
      ...livelyPace(question),
      text: `The second attempt worked. The first one is not lost: it stands beside this answer, and the arrows under it take you back.

${answerTo(questionText(question))}`
    }
  const message = 'The simulated provider ran out of memory. Trying again will help.'
  return {
    ...livelyPace(question),
    text: failureText,
    error: {
      kind: 'E1',
      code: 502,
      message: 'Provider returned error',
      metadata: {
        error_type: 'provider_unavailable',
        provider_name: 'Simulator',
        raw: JSON.stringify({ error: { message, type: 'server_error' } })
      }
    }
  }
}

const maxEchoTokens = 100_000

/** `demo/echo`: the user's text; `/tokens N` makes N numbered tokens of it, in which a lost one would show. */
export function echoStep(question: Question): ScriptStep {
  const text = questionText(question)
  const wanted = /\/tokens\s+(\d+)/.exec(text)?.[1]
  if (wanted === undefined) return { ...livelyPace(question), text: text === '' ? '(nothing)' : text }
  const tokens = Array.from({ length: Math.min(Number(wanted), maxEchoTokens) }, (_, index) => String(index + 1).padStart(5, '0'))
  return { ...livelyPace(question), tokensPerSecond: 60, tokenCharacters: 6, text: tokens.join(' ') }
}

/** Any other model: its family's manner, nobody's wisdom. */
export function standInStep(question: Question, name: string, reasons: boolean): ScriptStep {
  const text = questionText(question)
  return {
    ...livelyPace(question),
    ...(reasons &&
      wantsReasoning(question) && { reasoning: `The question is ${quoted(text)}. I only stand in for ${name}, so I keep it short.` }),
    text: `${answerTo(text)}\n\n*Simulated. ${name} has not seen your question.*`
  }
}

function thoughtsAbout(text: string): string {
  const sum = findSum(text)
  const plan = sum
    ? `There is a sum in it: ${sum.expression}. That I can really work out.\n\nMultiplication before addition, from left to right; that makes ${sum.result}. Let me check it once more with rounded numbers: the size fits.`
    : 'I am no model, only the simulator that Steno runs without a key. I should say so plainly instead of inventing facts.\n\nWhat can be of use all the same? I can look for words that I know and explain what is being demonstrated.'
  return `The user writes ${quoted(text)}.\n\n${plan}\n\nThese thoughts arrive as reasoning fragments and end with a signature; Steno keeps both and sends them back with the next question. Now the answer, short and honest.`
}

function markdownText(text: string): string {
  return `# What an answer can hold

You asked ${quoted(text)}. This simulated reply shows the pieces instead.

## A table

| Unit | Symbol | In metres |
| :--- | :---: | ---: |
| Inch | in | 0.0254 |
| Mile | mi | 1 609.344 |
| Light second | ls | 299 792 458 |

## A list, and one inside it

1. Boil the water.
2. Warm the pot:
   - green tea at 80 °C,
   - black tea at 95 °C.
3. Wait *three* minutes, not **five**.

## Code

\`\`\`python
def primes(limit: int) -> list[int]:
    """Sieve of Eratosthenes."""
    sieve = [True] * (limit + 1)
    for number in range(2, int(limit**0.5) + 1):
        if sieve[number]:
            sieve[number * number :: number] = [False] * len(sieve[number * number :: number])
    return [number for number in range(2, limit + 1) if sieve[number]]
\`\`\`

Inline it looks like \`primes(20)\`.

## Something like mathematics

The roots of x² + px + q = 0 are x = −p/2 ± √(p²/4 − q). With p = −5 and q = 6: x₁ = 3, x₂ = 2.

## A quotation and a link

> The best way to predict the future is to invent it.
> Alan Kay

More about the format in the [CommonMark specification](https://spec.commonmark.org/).

---

~~That is all.~~ That is really all.`
}
