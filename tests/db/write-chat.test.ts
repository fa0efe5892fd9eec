/** What is carried from one database into the other is not undone by what was read before it. */
import { expect, test } from 'vitest'
import { writeUntilCurrent } from '../../lib/db/write-chat.ts'

test('what comes between a reading and its writing is read and written too', async () => {
  let ledger = 1
  let content = 0
  await writeUntilCurrent(
    async () => ledger,
    async sum => {
      // Somebody else settles a row, and is quicker.
      if (ledger === 1) content = ledger = 2
      content = sum
    }
  )
  expect(content).toBe(2)
})
