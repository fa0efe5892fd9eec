import { isRecord } from '../request-messages.ts'
import type { ScriptStep } from '../script.ts'
import { findSum } from './arithmetic.ts'
import { livelyPace, type Question, questionText, type ToolResult, toolResults, wantsReasoning } from './question.ts'

/** Cities that a question may name, with their zones. */
const timeZones: [RegExp, string][] = [
  [/berlin|munich|münchen|hamburg|germany|deutschland/i, 'Europe/Berlin'],
  [/vienna|wien|austria/i, 'Europe/Vienna'],
  [/z(ü|u)rich|bern|geneva|switzerland/i, 'Europe/Zurich'],
  [/london|england|britain/i, 'Europe/London'],
  [/paris|france/i, 'Europe/Paris'],
  [/new york|boston|washington/i, 'America/New_York'],
  [/san francisco|los angeles|california|seattle/i, 'America/Los_Angeles'],
  [/tokyo|japan/i, 'Asia/Tokyo'],
  [/delhi|mumbai|bangalore|india/i, 'Asia/Kolkata'],
  [/sydney|melbourne/i, 'Australia/Sydney']
]

/** Asked when the question holds no sum. */
const ownSum = '24 * 60 * 60'

/** `demo/tools`: calls `calculator`, then `current_time`, then answers from what came back. Only tools that were offered. */
export function toolsStep(question: Question): ScriptStep {
  const offered = offeredTools(question)
  const results = toolResults(question)
  const pace = livelyPace(question)
  const next = ['calculator', 'current_time'].find(name => offered.has(name) && !results.some(result => result.name === name))
  if (next === undefined) return { ...pace, text: finalText(question, results, offered.size > 0) }
  const text = questionText(question)
  const call = next === 'calculator' ? calculatorCall(text) : timeCall(text)
  return {
    ...pace,
    ...(wantsReasoning(question) && { reasoning: thoughtBefore(next, text) }),
    ...(results.length === 0 && { text: 'Let me use the tools instead of guessing.' }),
    toolCalls: [call]
  }
}

/** The blank after the colon is kept on purpose: a client that writes the arguments anew would lose it. */
function calculatorCall(text: string): { name: string; arguments: string } {
  return { name: 'calculator', arguments: `{"expression": ${JSON.stringify(plainExpression(findSum(text)?.expression ?? ownSum))}}` }
}

function timeCall(text: string): { name: string; arguments: string } {
  const zone = timeZones.find(([city]) => city.test(text))?.[1]
  return { name: 'current_time', arguments: zone === undefined ? '{}' : `{"timeZone": ${JSON.stringify(zone)}}` }
}

/** Signs that people write as the ones that calculators read. */
function plainExpression(expression: string): string {
  return expression
    .replace(/[×·x]/gi, '*')
    .replace(/÷/g, '/')
    .replace(/\*\*/g, '^')
    .replace(/,(?=\d{3})/g, '')
}

function thoughtBefore(tool: string, text: string): string {
  if (tool === 'current_time') return 'The calculator has answered. Now the clock: a model never knows what time it is.'
  const sum = findSum(text)
  return sum
    ? `The user wants ${sum.expression}. I could guess, but the calculator is exact.`
    : `There is no sum in the question, so I pick one that everybody can check: the seconds of a day, ${ownSum}.`
}

function finalText(question: Question, results: ToolResult[], hasTools: boolean): string {
  if (!hasTools) return 'No tools were offered with this request, so I could not call any. Switch them on and ask again.'
  const rows = results.map(result => `| \`${result.name}\` | ${result.text.replaceAll('|', '\\|').replace(/\s*\n\s*/g, ' ')} |`)
  const expression = plainExpression(findSum(questionText(question))?.expression ?? ownSum)
  const calculated = results.find(result => result.name === 'calculator')
  const summary = calculated ? `So **${expression} = ${calculated.text.trim()}**. ` : ''
  return `${results.length === 1 ? 'The tool has' : 'Both tools have'} answered:

| Tool | Result |
| --- | --- |
${rows.join('\n')}

${summary}I only wrote the sentence around it; the results are from your own machine. Open the cards above to see what was asked and how long it took.`
}

function offeredTools({ body }: Question): Set<string> {
  const tools = Array.isArray(body.tools) ? body.tools : []
  return new Set(
    tools.flatMap(tool => (isRecord(tool) && isRecord(tool.function) && typeof tool.function.name === 'string' ? [tool.function.name] : []))
  )
}
