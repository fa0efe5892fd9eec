import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fillPrompt, maxPromptName, newPrompts, variablesOf } from './prompt.ts'
import { promptBody } from './prompt-body.ts'

describe('variables', () => {
  test('each is named once, in order', () => {
    expect(variablesOf('Translate {{ text }} from {{Ausgangs-Sprache 1}} to {{language}}: {{text}}')).toEqual([
      'text',
      'Ausgangs-Sprache 1',
      'language'
    ])
  })

  test.each(['', 'no', '{text}', '{{}}', '{{ }}', '{{a.b}}', '{{#if a}}', '{{a', '{{{{'])('%j has none', text => {
    expect(variablesOf(text)).toEqual([])
  })

  test('every place is filled, and nothing of a value is read again', () => {
    expect(fillPrompt('{{a}} {{ a }} {{b}} {{c}}', { a: '{{b}}', b: '$&', constructor: 'x' })).toBe('{{b}} {{b}} $& {{c}}')
  })

  test('what a text says besides its variables stays to the byte', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), pieces => {
        const plain = pieces.map(piece => piece.replaceAll('{', '').replaceAll('}', ''))
        expect(fillPrompt(plain.join('{{x}}'), { x: '·' })).toBe(plain.join('·'))
      })
    )
  })
})

describe('a file taken over', () => {
  const one = { name: 'Review', text: 'Review this.' }

  test('what is there word for word is left out, the same name with another text is kept beside it', () => {
    const other = { name: 'Review', text: 'Review that.' }
    expect(newPrompts([one], [one, other, { name: 'New', text: 'New.' }, other])).toEqual([
      { name: 'Review (2)', text: 'Review that.' },
      { name: 'New', text: 'New.' }
    ])
    expect(newPrompts([one, { name: 'Review (2)', text: 'Review that.' }], [other])).toEqual([])
  })

  test('a second time there is nothing new, and every name can be stored', () => {
    const prompt = fc.record({
      name: fc.string({ minLength: 1, maxLength: maxPromptName, unit: 'grapheme' }),
      text: fc.constantFrom('a', 'b', 'c')
    })
    fc.assert(
      fc.property(fc.array(prompt), fc.array(prompt), (first, file) => {
        const parsed = file.flatMap(item => promptBody.safeParse(item).data ?? [])
        const library = newPrompts(
          [],
          first.flatMap(item => promptBody.safeParse(item).data ?? [])
        )
        const added = newPrompts(library, parsed)
        for (const item of added) expect(promptBody.safeParse(item).success).toBe(true)
        expect(newPrompts([...library, ...added], parsed)).toEqual([])
        const texts = [...library, ...added].map(({ name, text }) => `${name}\n${text}`)
        expect(new Set(texts).size).toBe(texts.length)
      })
    )
  })
})
