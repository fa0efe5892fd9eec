import { createHash } from 'node:crypto'
import { authorOf, type Family } from './family.ts'

/**
 * Things that a client must keep but can never read: ids, signatures, encrypted thoughts. All are functions of a label, so
 * that the same completion is the same to the byte.
 */

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

function digestBytes(label: string, length: number): Buffer {
  const blocks: Buffer[] = []
  for (let block = 0; block * 32 < length; block++) blocks.push(createHash('sha256').update(`${label}\n${block}`).digest())
  return Buffer.concat(blocks).subarray(0, length)
}

/** Letters and digits, as in generation and tool ids. */
function opaqueName(label: string, length: number): string {
  return Array.from(digestBytes(label, length), byte => alphabet[byte % alphabet.length]).join('')
}

/** Base64 that looks like the family's own: same beginning, length of the recordings. */
export function opaqueData(family: Family, label: string): string {
  const prefix: Record<Family, string> = { anthropic: 'Eq0ECkgI', openai: 'gAAAAABp', xai: 'v/t83UqW', gemini: 'EjQKMgEM', plain: '' }
  const bytes: Record<Family, number> = { anthropic: 558, openai: 1042, xai: 768, gemini: 46, plain: 48 }
  return prefix[family] + digestBytes(label, bytes[family]).toString('base64')
}

/** `id` of an encrypted entry of the Responses API. */
export function opaqueReasoningId(label: string): string {
  return `rs_${digestBytes(label, 25).toString('hex')}`
}

/** A tool call's id in the manner of who serves it. Kimi's repeat in every turn: ids are no keys. */
export function opaqueToolId(options: {
  family: Family
  model: string
  provider: string
  name: string
  index: number
  label: string
}): string {
  const { family, model, provider, name, index, label } = options
  if (family === 'anthropic') return `${provider === 'Amazon Bedrock' ? 'toolu_bdrk_01' : 'toolu_01'}${opaqueName(label, 22)}`
  if (family === 'gemini') return `tool_${name}_${opaqueName(label, 20)}`
  if (family === 'plain' && authorOf(model) === 'moonshotai') return `functions.${name}:${index}`
  if (family === 'plain' && authorOf(model) === 'mistralai') return opaqueName(label, 9)
  return `call_${opaqueName(label, 24)}`
}

/** Source of what differs between completions. With a seed the same run gives the same ids; without one no two runs share any. */
export function labelSource(seed: string): () => string {
  let count = 0
  return () => `${seed}/${count++}`
}

/** `gen-<unix seconds>-<20 letters and digits>`. */
export function generationIdOf(label: string, createdAtMs: number): string {
  return `gen-${Math.floor(createdAtMs / 1000)}-${opaqueName(`generation ${label}`, 20)}`
}
