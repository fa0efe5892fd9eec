import { findModel } from '../catalogue.ts'
import { authorOf, familyOf } from '../family.ts'
import type { ScriptStep } from '../script.ts'
import type { SimulatorState } from '../state.ts'
import { livelyPace, type Question, questionText } from './question.ts'
import { echoStep, encryptedStep, failureStep, markdownStep, reasoningStep, standInStep } from './scenarios.ts'
import { titleOf } from './title.ts'
import { toolsStep } from './tools-scenario.ts'

/** What is said when nothing is scripted: the scenario of a demo model, a title, or a stand-in for whoever was asked. */
export function demoStep(question: Question, state: SimulatorState): ScriptStep {
  if (question.body.stream !== true) return { stream: false, ...titlePace, text: titleOf(questionText(question)) }
  switch (question.model) {
    case 'demo/reasoning':
      return reasoningStep(question)
    case 'demo/tools':
      return toolsStep(question)
    case 'demo/markdown':
      return markdownStep(question)
    case 'demo/encrypted':
      return encryptedStep(question)
    case 'demo/failure':
      return failureStep(question, state.isFirstAttempt(identity(question)))
    case 'demo/echo':
      return echoStep(question)
    default:
      return otherStep(question)
  }
}

/** Titles come from small models: at once. */
const titlePace = { tokensPerSecond: 120, firstTokenMs: 150 }

function otherStep(question: Question): ScriptStep {
  const entry = findModel(question.model)
  const name = entry?.name.replace(/^[^:]+: /, '') ?? question.model
  if (authorOf(question.model) === 'demo') return { ...livelyPace(question), text: `There is no scenario ${question.model}.` }
  const reasons = entry ? entry.reasoning !== undefined : familyOf(question.model) !== 'plain'
  return standInStep(question, name, reasons)
}

/** The same question in the same place of the same conversation: what Retry sends again. */
function identity({ key, sessionId, messages }: Question): string {
  return JSON.stringify([key, sessionId, messages.map(({ role, content }) => [role, content])])
}
