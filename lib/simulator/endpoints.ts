import { authorOf, type Family, familyOf, providerOf } from './family.ts'
import { slugOfProvider } from './providers.ts'

/** A provider's offer of a model. */
export interface SimulatedEndpoint {
  provider: string
  tag: string
  quantization: string | null
  uptime: number
  latencyMs: number
  tokensPerSecond: number
}

/** Who serves the models of a family besides its own provider. */
const others: Record<Family, readonly string[]> = {
  anthropic: ['Amazon Bedrock', 'Google'],
  openai: ['Azure'],
  xai: [],
  gemini: ['Google'],
  plain: ['DeepInfra', 'Together']
}

/** The first is who serves it unless the request says otherwise. */
export function endpointsOf(model: string): SimulatedEndpoint[] {
  const family = familyOf(model)
  const providers = [...new Set([providerOf(model, family), ...(authorOf(model) === 'demo' ? [] : others[family])])]
  return providers.map((provider, index) => {
    const quantization = provider === 'DeepInfra' ? 'fp8' : null
    return {
      provider,
      tag: `${slugOfProvider(provider)}${quantization === null ? '' : `/${quantization}`}`,
      quantization,
      uptime: 100 - index * 0.5,
      latencyMs: 400 + index * 300,
      tokensPerSecond: 80 - index * 20
    }
  })
}
