import { expect, test } from 'vitest'
import { withoutSecrets, withoutSecretsIn } from './secrets.ts'

test.each([
  ['Key sk-or-v1-0123456789abcdef is disabled', 'Key sk-or-v1-… is disabled'],
  ['Incorrect API key provided: sk-proj-****abcd.', 'Incorrect API key provided: sk-proj-…'],
  ['invalid x-api-key sk-ant-api03-abcdefgh', 'invalid x-api-key sk-ant-…'],
  ['API key AIzaSyA1234567890 expired', 'API key AIza… expired'],
  ['Limit of user_2abcDEF3456789 reached', 'Limit of user_… reached'],
  [JSON.stringify({ error: {}, user_id: 'someone' }), '{"error":{}}'],
  ['{"user_id":"someone","error":{}}', '{"error":{}}'],
  [JSON.stringify(JSON.stringify({ user_id: 'someone' })), '"{}"'],
  ['the user_name and the risk-free task-management', 'the user_name and the risk-free task-management']
])('%s', (text, expected) => {
  expect(withoutSecrets(text)).toBe(expected)
})

test('a long run of backslashes takes no time', () => {
  const text = '\\'.repeat(200_000)
  const startedAt = performance.now()
  expect(withoutSecrets(text)).toBe(text)
  expect(performance.now() - startedAt).toBeLessThan(1000)
})

test('everywhere in a value', () => {
  expect(withoutSecretsIn({ user_id: 'x', a: [{ user_id: 'x', b: 'sk-or-v1-0123456789' }, 1, null] })).toEqual({
    a: [{ b: 'sk-or-v1-…' }, 1, null]
  })
})
