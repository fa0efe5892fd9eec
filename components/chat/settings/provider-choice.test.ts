import { expect, test } from 'vitest'
import { isNamed, movedForward, strangersIn, withWish } from './provider-choice.ts'

const bedrock = { tag: 'amazon-bedrock', provider: 'Amazon Bedrock' }
const deepInfra = { tag: 'deepinfra/fp8', provider: 'DeepInfra' }

test('an endpoint is meant by its tag, its provider’s slug and its display name', () => {
  for (const name of ['deepinfra/fp8', 'deepinfra', 'DeepInfra', 'deepInfra']) expect(isNamed(name, deepInfra), name).toBe(true)
  for (const name of ['deepinfra/fp4', 'deep', 'fp8', '']) expect(isNamed(name, deepInfra), name).toBe(false)
})

test('a wish is made, takes the place of another one, and is taken back', () => {
  const preferred = withWish(withWish({ sort: 'price' }, 'order', bedrock), 'order', deepInfra)
  expect(preferred).toEqual({ sort: 'price', order: ['amazon-bedrock', 'deepinfra/fp8'] })
  expect(withWish(preferred, 'ignore', bedrock)).toEqual({ sort: 'price', order: ['deepinfra/fp8'], ignore: ['amazon-bedrock'] })
  expect(withWish({ only: ['Amazon Bedrock'] }, 'only', bedrock)).toEqual({})
})

test('the order can be changed', () => {
  const routing = { order: ['amazon-bedrock', 'DeepInfra'] }
  expect(movedForward(routing, deepInfra)).toEqual({ order: ['DeepInfra', 'amazon-bedrock'] })
  expect(movedForward(routing, bedrock)).toEqual(routing)
})

test('who does not serve the model is found among all wishes', () => {
  const endpoint = { ...bedrock } as Parameters<typeof strangersIn>[1][number]
  expect(strangersIn({ order: ['Amazon Bedrock', 'azure'], ignore: ['azure', 'groq'] }, [endpoint])).toEqual(['azure', 'groq'])
})
