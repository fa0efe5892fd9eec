import { expect, test } from 'vitest'
import { inputSummary, outputSummary, outputText, toolTitle } from './tool-words.ts'

test('titles', () => {
  expect(toolTitle({ toolName: 'web_search' })).toBe('Web search')
  expect(toolTitle({ toolName: 'calculator', title: 'Calculator' })).toBe('Calculator')
})

test('arguments in one line', () => {
  expect(inputSummary({ expression: '20 * 50' })).toBe('20 * 50')
  expect(inputSummary({ a: 1, b: 2 })).toBe('{"a":1,"b":2}')
  expect(inputSummary({})).toBe('')
  expect(inputSummary(undefined)).toBe('')
})

test('results: falsy ones are results too', () => {
  expect(outputText({ text: '25' })).toBe('25')
  expect(outputText(0)).toBe('0')
  expect(outputText(false)).toBe('false')
  expect(outputSummary({ text: 'a\nb' })).toBe('')
})
