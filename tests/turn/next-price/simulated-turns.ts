import type { ReasoningEffort } from '../../../lib/chat/turn-request.ts'
import type { ScriptStep } from '../../../lib/simulator/script.ts'
import { randomOf } from '../../bench/random.ts'

/** A model as it might be: how much it says at an effort, how its tokenizer counts, how its provider caches. */
interface Habit {
  model: string
  effort: ReasoningEffort
  /** Half of its answers are longer; they spread as lengths of texts do. */
  medianOutput: number
  thoughtShare: number
  tokensPerByte: number
  /** How often its provider has the prompt before at hand. */
  cacheHits: number
  /** Charges for what it caches, and says so. */
  writesCache: boolean
}

const claude = { model: 'anthropic/claude-sonnet-5', thoughtShare: 0.5, tokensPerByte: 0.28, cacheHits: 1, writesCache: true }
const gpt = { model: 'openai/gpt-5-mini', thoughtShare: 0.7, tokensPerByte: 0.23, cacheHits: 0.9, writesCache: false }
const gemini = { model: 'google/gemini-3-flash-preview', thoughtShare: 0.4, tokensPerByte: 0.26, cacheHits: 0.7, writesCache: false }

const habits: Habit[] = [
  { ...claude, effort: 'low', medianOutput: 320 },
  { ...claude, effort: 'high', medianOutput: 2600 },
  { ...gpt, effort: 'low', medianOutput: 240 },
  { ...gpt, effort: 'high', medianOutput: 5200 },
  { ...gemini, effort: 'low', medianOutput: 480 },
  { ...gemini, effort: 'high', medianOutput: 1700 }
]

export interface SimulatedTurn {
  /** Turns of one conversation follow each other. */
  conversation: number
  model: string
  effort: ReasoningEffort
  question: string
  steps: ScriptStep[]
  /** Time that has gone by since the turn before, in milliseconds. */
  pauseMs: number
}

const turnsPerConversation = 6
const hourMs = 3_600_000
/** Of the logarithm of lengths: two thirds of the answers are between 0.64 and 1.57 times the median. */
const spread = 0.45
const instructionTokens = 260

/** The same seed, the same turns. */
export function simulatedTurns(seed: number, conversations: number): SimulatedTurn[] {
  const random = randomOf(seed)
  return Array.from({ length: conversations }, (_, conversation) => {
    const habit = habits[conversation % habits.length]
    if (!habit) throw new Error('There are no habits')
    return conversationOf(habit, conversation, random)
  }).flat()
}

function conversationOf(habit: Habit, conversation: number, random: () => number): SimulatedTurn[] {
  const { model, effort } = habit
  let prompt = instructionTokens
  let cached = 0
  return Array.from({ length: turnsPerConversation }, (_, place) => {
    // Some conversations begin with a long document.
    const bytes = Math.ceil(place === 0 && random() < 0.35 ? 24_000 * random() + 4000 : 240 * normalExponent(random, 0.8))
    prompt += Math.round(bytes * habit.tokensPerByte)
    const pauseMs = place > 0 && random() < 0.15 ? hourMs : 0
    const hit = pauseMs === 0 && cached >= 1024 && random() < habit.cacheHits ? cached : 0
    const output = Math.max(8, Math.round(habit.medianOutput * normalExponent(random, spread)))
    const steps: ScriptStep[] = []
    if (random() < 0.1) {
      steps.push({ toolCalls: [{ name: 'current_time', arguments: '{}' }], usage: usageOf(habit, prompt, hit, 70) })
      const before = prompt
      prompt += 110
      steps.push({ text: 'Done.', usage: usageOf(habit, prompt, before >= 1024 ? before : 0, output) })
    } else {
      steps.push({ text: 'Done.', usage: usageOf(habit, prompt, hit, output) })
    }
    cached = prompt
    prompt += output
    return { conversation, model, effort, question: 'word '.repeat(Math.ceil(bytes / 5)).slice(0, Math.max(1, bytes)), steps, pauseMs }
  })
}

/** The simulator calculates the cost, from these tokens and the catalogue's prices. */
function usageOf({ writesCache, thoughtShare }: Habit, prompt: number, cached: number, output: number): Record<string, unknown> {
  return {
    prompt_tokens: prompt,
    completion_tokens: output,
    total_tokens: prompt + output,
    prompt_tokens_details: { cached_tokens: cached, cache_write_tokens: writesCache && prompt >= 1024 ? prompt - cached : 0 },
    completion_tokens_details: { reasoning_tokens: Math.round(output * thoughtShare) }
  }
}

function normalExponent(random: () => number, deviation: number): number {
  return Math.exp(deviation * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()))
}
