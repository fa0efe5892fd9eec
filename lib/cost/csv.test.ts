import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvText } from './csv.ts'

/** RFC 4180, read back. */
function parse(text: string): string[][] {
  const rows: string[][] = [[]]
  let cell = ''
  let quoted = false
  for (let index = 0; index < text.length; index++) {
    const character = text[index] ?? ''
    if (quoted && character === '"' && text[index + 1] === '"') cell += text[index++] ?? ''
    else if (character === '"') quoted = !quoted
    else if (!quoted && (character === ',' || text.startsWith('\r\n', index))) {
      rows.at(-1)?.push(cell)
      cell = ''
      if (character === '\r') {
        rows.push([])
        index++
      }
    } else cell += character
  }
  return rows.slice(0, -1)
}

test('whatever is in a cell comes back, marked where it would be run', () => {
  const cells = fc.array(fc.array(fc.string({ unit: fc.constantFrom(...'=+-@\t\r\n",a1. '.split('')) }), { minLength: 2, maxLength: 2 }), {
    minLength: 1
  })
  fc.assert(
    fc.property(cells, rows => {
      const read = parse(csvText(rows))
      expect(read.map(row => row.map((cell, index) => cell.slice(cell.length - (rows[read.indexOf(row)]?.[index]?.length ?? 0))))).toEqual(
        rows
      )
      for (const cell of read.flat()) expect(cell).not.toMatch(/^[=+\-@\t\r\n]/)
    })
  )
})

test('a figure below zero stays a number', () => {
  expect(csvText([[{ figure: '-0.000000000001' }, '-1', '=1']])).toBe("-0.000000000001,'-1,'=1\r\n")
})
