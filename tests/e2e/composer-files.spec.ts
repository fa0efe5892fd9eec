/** Files of a question that is being written: how they come, who can read them, and that none is lost. B7, B14, S5. */
import { expect, test } from '../setup/e2e-test.ts'
import { base64, bytesOf, dataUrl, pdf, png, wav } from '../setup/sample-files.ts'
import { askByHttp } from './ask-by-http.ts'
import { give } from './give-file.ts'

const source = 'export const answer: number = 42 // ```\n'

test('files come by button, paste and drop, are what their bytes say, and go out as they are', async ({ chat, page, simulator }) => {
  const attachments = page.getByRole('list', { name: 'Attachments' })
  await chat.open()
  await chat.chooseModel('Gemini 3 Flash Preview')
  const choosing = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Attach files' }).click()
  // What browsers take TypeScript for.
  await (await choosing).setFiles({ name: 'answer.ts', mimeType: 'video/mp2t', buffer: Buffer.from(source) })
  await expect(attachments.getByRole('listitem').filter({ hasText: 'answer.ts' })).toContainText('text')
  await expect(chat.field, 'one goes on writing').toBeFocused()
  await give(chat.field, 'paste', { name: 'image.png', type: 'image/png', bytes: png(9, 9, 30) })
  await expect(attachments).toContainText('PNG')
  const main = page.getByRole('main')
  // Its name lies.
  await give(main, 'drop', { name: 'photo.jpg', type: 'image/jpeg', bytes: pdf() })
  await expect(attachments.getByRole('listitem').filter({ hasText: 'photo.jpg' })).toContainText('PDF')
  await give(main, 'drop', { name: 'sound.wav', type: 'audio/wav', bytes: wav() })
  await expect(attachments).toContainText('WAV')

  await give(main, 'drop', { name: 'program.txt', type: 'text/plain', bytes: bytesOf('\x7fELF', [0, 0]) })
  await expect(attachments.getByRole('alert')).toHaveText(/^Steno takes PNG/)
  await page.getByRole('button', { name: 'Dismiss program.txt' }).click()
  await give(main, 'drop', { name: 'empty.txt', type: 'text/plain', bytes: new Uint8Array() })
  await expect(attachments.getByRole('alert')).toHaveText('The file is empty.')
  await page.getByRole('button', { name: 'Dismiss empty.txt' }).click()
  const large = Buffer.alloc(10 * 1024 * 1024 + 1, 'a')
  await page.getByLabel('Files', { exact: true }).setInputFiles({ name: 'large.txt', mimeType: 'text/plain', buffer: large })
  await expect(attachments.getByRole('alert')).toHaveText('The file is larger than 10 MiB.')
  await page.getByRole('button', { name: 'Dismiss large.txt' }).click()
  await expect(attachments.getByRole('listitem')).toHaveCount(4)

  await simulator.script({ text: 'Read.' })
  await chat.converse('What is all this?')
  await expect(attachments).toBeHidden()
  await expect(chat.question().getByRole('link', { name: 'answer.ts' })).toBeVisible()
  const [request] = await simulator.requests()
  expect(request?.body).toMatchObject({
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: `answer.ts\n\`\`\`\`\n${source}\`\`\`\`` },
          { type: 'image_url', image_url: { url: dataUrl('image/png', png(9, 9, 30)) } },
          { type: 'file', file: { filename: 'photo.jpg', file_data: dataUrl('application/pdf', pdf()) } },
          { type: 'input_audio', input_audio: { data: base64(wav()), format: 'wav' } },
          { type: 'text', text: 'What is all this?' }
        ]
      }
    ]
  })
})

test('what the model cannot read is said before it is sent, with models that can; the files stay', async ({
  chat,
  guard,
  page,
  simulator
}) => {
  guard.expectConsole(/422/)
  const attachments = page.getByRole('list', { name: 'Attachments' })
  await chat.open()
  await chat.chooseModel('Claude Opus 5')
  await chat.chooseModel('DeepSeek V4 Pro')
  await give(chat.field, 'paste', { name: 'square.png', type: 'image/png', bytes: png(8, 8, 90) })
  const notice = page.getByRole('status').filter({ hasText: 'DeepSeek V4 Pro cannot read images' })
  await expect(notice).toBeVisible()
  await expect(notice.getByRole('button')).toHaveCount(3)
  await expect(notice.getByRole('button').first(), 'known here').toHaveText('Use Claude Opus 5')

  // Sent all the same, it is refused, and nothing is lost.
  await chat.ask('What is this?')
  await expect(page.getByRole('alert').filter({ hasText: 'cannot read images. Your text is kept.' })).toBeVisible()
  await expect(chat.field).toHaveValue('What is this?')
  await expect(attachments).toContainText('square.png')
  expect(await simulator.requests()).toHaveLength(0)

  await notice.getByRole('button', { name: 'Use Claude Opus 5' }).click()
  await expect(notice).toBeHidden()
  await expect(page.getByRole('button', { name: 'Model: Claude Opus 5' })).toBeVisible()
  await expect(attachments).toContainText('square.png')
  await simulator.script({ onModel: 'anthropic/claude-opus-5', text: 'A square.' })
  await chat.send.click()
  await chat.ended()
  expect(JSON.stringify((await simulator.requests())[0]?.body)).toContain('data:image/png;base64,')

  // The picture is part of the branch: another model would be sent it again.
  await chat.chooseModel('DeepSeek V4 Pro')
  await expect(notice).toBeVisible()
})

test('a draft is its chat’s, with its files: through other chats and reloads, until it is sent', async ({ chat, page, simulator }) => {
  const attachments = page.getByRole('list', { name: 'Attachments' })
  await simulator.script({ text: 'Yes.' })
  await chat.open()
  const id = await askByHttp(page, 'Is this another chat?', {})
  await chat.field.fill('For the new chat.')
  await give(chat.field, 'paste', { name: 'new.png', type: 'image/png', bytes: png(8, 8, 10) })
  await expect(page.getByRole('button', { name: 'Remove new.png' })).toBeVisible()

  await chat.listed('Is this another chat?').click()
  await expect(page).toHaveURL(`/c/${id}`)
  await expect(chat.field).toHaveValue('')
  await expect(attachments).toBeHidden()
  await chat.field.fill('For the other chat.')
  await give(chat.field, 'paste', { name: 'other.txt', type: 'text/plain', bytes: bytesOf('other') })
  await expect(page.getByRole('button', { name: 'Remove other.txt' })).toBeVisible()
  await page.reload()
  await expect(chat.field).toHaveValue('For the other chat.')
  await expect(attachments).toContainText('other.txt')

  await chat.sidebar.getByRole('button', { name: 'New chat', exact: true }).click()
  await expect(chat.field).toHaveValue('For the new chat.')
  await expect(attachments).toContainText('new.png')
  await expect(attachments).not.toContainText('other.txt')
  await page.reload()
  await page.getByRole('button', { name: 'Remove new.png' }).click()
  await expect(chat.field).toBeFocused()
  await page.reload()
  await expect(chat.field).toHaveValue('For the new chat.')
  await expect(attachments).toBeHidden()

  await page.goto(`/c/${id}`)
  await chat.field.fill('')
  await simulator.script({ text: 'It says other.' })
  await chat.send.click()
  await expect(chat.answer(2)).toContainText('It says other.')
  expect(JSON.stringify((await simulator.requests()).at(-1)?.body)).toContain('other.txt')
  await page.reload()
  await expect(chat.question(2).getByRole('link', { name: 'other.txt' })).toBeVisible()
  await expect(attachments).toBeHidden()
  await expect(chat.field).toHaveValue('')
})
