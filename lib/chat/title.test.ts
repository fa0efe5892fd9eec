import { describe, expect, test } from 'vitest'
import { titleFromModel, titleFromQuestion } from './title.ts'

describe('a title that a model wrote', () => {
  test.each([
    ['Tides and the moon', 'Tides and the moon'],
    ['"Tides and the moon."', 'Tides and the moon'],
    ['„Ebbe und Flut“', 'Ebbe und Flut'],
    ['« Les marées »', 'Les marées'],
    ['# **Tides** and the `moon`', 'Tides and the moon'],
    ['Title: Tides', 'Tides'],
    ['\n\n- Tides\nSecond line', 'Tides'],
    ['[Tides](https://example.org)', 'Tides'],
    ['<h1>Tides</h1><script>alert(1)</script>', 'Tides alert(1)'],
    ['潮の満ち引き', '潮の満ち引き'],
    ['Ti\u202edes\u200b \u{e0041}moon\u0007', 'Tides moon'],
    ['snake_case in Python', 'snake_case in Python'],
    ["What's new?", "What's new?"],
    ['Why 2 * 3 = 6', 'Why 2 3 = 6']
  ])('%j is %j', (answer, title) => {
    expect(titleFromModel(answer)).toBe(title)
  })

  test.each(['', ' \n ', '""', '***', '<b></b>', 'word '.repeat(2000)])('none in %j', answer => {
    expect(titleFromModel(answer)).toBeNull()
  })

  test('one that is a little too long is cut at a word, to 60 characters with the ellipsis', () => {
    const title = titleFromModel('The long and winding road that leads to the door of a house by the sea')
    expect(title).toBe('The long and winding road that leads to the door of a…')
    expect(title?.length).toBeLessThanOrEqual(60)
    const cut = titleFromModel('😀'.repeat(40))
    expect(cut?.isWellFormed() ?? true).toBe(true)
  })
})

test('the first words of a question are its title meanwhile', () => {
  const file = { type: 'file' as const, mediaType: 'image/png', url: '/f', filename: 'tide.png' }
  expect(titleFromQuestion([file, { type: 'text', text: '  How do\n tides work?  ' }])).toBe('How do tides work?')
  expect(titleFromQuestion([file, { ...file, filename: 'moon.png' }])).toBe('tide.png, moon.png')
})
