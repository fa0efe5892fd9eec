/** The keys of the chat. Real: browser, build, server. */
import { expect, test } from '../setup/e2e-test.ts'

test('Enter sends, Shift+Enter breaks the line, Ctrl+Enter always sends', async ({ chat, simulator }) => {
  await simulator.script({ text: 'One.' }, { text: 'Two.' })
  await chat.open()
  await chat.field.fill('First')
  await chat.field.press('Shift+Enter')
  await chat.field.pressSequentially('line two')
  await expect(chat.field).toHaveValue('First\nline two')
  await chat.field.press('Enter')
  await chat.ended()
  await chat.field.fill('Second')
  await chat.field.press('ControlOrMeta+Enter')
  await expect(chat.answer(2).getByText('Two.')).toBeVisible()
  await chat.ended(2)
})

test('Enter that ends a composition never sends', async ({ chat, page, simulator }) => {
  await simulator.script({ text: 'Hai.' })
  await chat.open()
  await chat.field.focus()
  const session = await page.context().newCDPSession(page)
  await session.send('Input.imeSetComposition', { text: 'にほん', selectionStart: 3, selectionEnd: 3 })
  await expect(chat.field).toHaveValue('にほん')
  // As browsers report the key while an input method has it, and as Safari does right after.
  await session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13 })
  await session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 229 })
  await session.send('Input.insertText', { text: '日本' })
  await expect(chat.field).toHaveValue('日本')
  expect(await simulator.requests()).toHaveLength(0)
  await chat.field.press('Enter')
  await expect(chat.question().getByText('日本')).toBeVisible()
  await chat.ended()
})

test('J and K move between entries, and are letters where something is typed', async ({ chat, page, simulator }) => {
  await simulator.script({ text: 'One.' })
  await chat.open()
  await chat.converse('First?')
  await chat.answer(1).focus()
  await page.keyboard.press('k')
  await expect(chat.question()).toBeFocused()
  await page.keyboard.press('j')
  await expect(chat.answer(1)).toBeFocused()

  await chat.answer(1).getByRole('button', { name: 'Answer options' }).click()
  await page.getByRole('menuitem', { name: 'Edit' }).click()
  const editor = page.getByRole('textbox', { name: 'Text of the answer' })
  await editor.press('ControlOrMeta+End')
  await editor.pressSequentially(' Just kidding.')
  await expect(editor).toHaveValue('One. Just kidding.')
  await editor.press('Escape')

  await chat.answer(1).getByRole('button', { name: 'Retry with…' }).click()
  await expect(page.getByRole('menuitem').first()).toBeVisible()
  await page.keyboard.press('j')
  await expect(page.getByRole('menu')).toBeVisible()
  await page.getByRole('menuitem', { name: 'Another model…' }).click()
  const search = page.getByRole('combobox', { name: 'Search models' })
  await search.pressSequentially('kj')
  await expect(search).toHaveValue('kj')
})

test('Escape that ends a composition leaves an edit alone', async ({ chat, page, simulator }) => {
  await simulator.script({ text: 'One.' })
  await chat.open()
  await chat.converse('First?')
  await chat.field.press('ArrowUp')
  await chat.field.pressSequentially(' And more')
  const session = await page.context().newCDPSession(page)
  // As Safari reports it.
  await session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key: 'Escape', code: 'Escape', windowsVirtualKeyCode: 229 })
  await expect(chat.field).toHaveValue('First? And more')
  await chat.field.press('Escape')
  await expect(chat.field).toHaveValue('')
})

test('Up in the empty field edits the last question; Esc leaves it, Ctrl+S saves it, Ctrl+Enter asks it', async ({
  chat,
  page,
  simulator
}) => {
  await simulator.script({ text: 'One.' }, { text: 'Two.' }, { text: 'Three.' })
  await chat.open()
  await chat.converse('Frist?')
  await chat.field.fill('x')
  await chat.field.press('ArrowUp')
  await expect(chat.field).toHaveValue('x')
  await chat.field.fill('')
  await chat.field.press('ArrowUp')
  await expect(chat.field).toHaveValue('Frist?')
  await expect(page.getByText('Editing question 1')).toBeVisible()
  await chat.field.press('Escape')
  await expect(page.getByText('Editing question 1')).toHaveCount(0)
  await expect(chat.field).toHaveValue('')

  await chat.field.press('ArrowUp')
  await chat.field.fill('First?')
  await chat.field.press('ControlOrMeta+s')
  await expect(chat.question().getByText('First?')).toBeVisible()
  await expect(chat.question().getByText('2/2')).toBeVisible()
  await expect(page.getByText('Not answered yet.')).toBeVisible()
  await expect(chat.field).toHaveValue('')
  expect(await simulator.requests()).toHaveLength(1)
  await page.reload()
  await expect(page.getByText('Not answered yet.')).toBeVisible()
  await page.getByRole('button', { name: 'Answer it' }).click()
  await expect(chat.answer().getByText('Two.')).toBeVisible()
  await chat.ended()

  await chat.field.press('ArrowUp')
  await chat.field.fill('First of all?')
  await chat.field.press('ControlOrMeta+Enter')
  await expect(chat.answer().getByText('Three.')).toBeVisible()
  await expect(chat.question().getByText('3/3')).toBeVisible()
  await chat.ended()
  await chat.question().getByRole('button', { name: 'Previous question' }).click()
  await expect(chat.answer().getByText('Two.')).toBeVisible()
})

test('the last answer and the last code are copied, until the keys are switched off', async ({ chat, page, simulator }) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await simulator.script({ text: 'Run:\n\n```sh\nnpm start\n```\n' }, { text: 'No code here.' })
  await chat.open()
  await chat.converse('How?')
  await chat.ask('Thanks.')
  await chat.ended(2)
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText())
  await page.keyboard.press('ControlOrMeta+Shift+C')
  await expect(page.getByText('Copied the last answer')).toBeVisible()
  expect(await clipboard()).toBe('No code here.')
  await page.keyboard.press('ControlOrMeta+Shift+;')
  await expect(page.getByText('Copied the last code')).toBeVisible()
  expect(await clipboard()).toBe('npm start')

  await chat.sidebar.getByRole('link', { name: 'Settings' }).click()
  const keys = page.getByRole('switch', { name: /C copies the last answer/ })
  await keys.press('Space')
  await expect(page.getByRole('region', { name: 'Keyboard' }).getByText('Saved')).toBeVisible()
  await chat.listed('How?').click()
  await chat.field.focus()
  await page.keyboard.press('ControlOrMeta+Shift+C')
  await page.keyboard.press('ControlOrMeta+/')
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await expect(sheet).toBeVisible()
  await expect(sheet.getByText('Copy the last answer')).toHaveCount(0)
  expect(await clipboard()).toBe('npm start')
  await page.keyboard.press('Escape')
  await chat.sidebar.getByRole('link', { name: 'Settings' }).click()
  await keys.press('Space')
  await expect(page.getByRole('region', { name: 'Keyboard' }).getByText('Saved')).toBeVisible()
})

test('a dialog is modal by the time it can be seen, so that the first Esc closes it', async ({ chat, page }) => {
  await page.addInitScript(() => {
    const seen: boolean[] = []
    Object.assign(window, { seen })
    new MutationObserver(changes => {
      for (const node of changes.flatMap(change => [...change.addedNodes])) {
        if (node instanceof HTMLDialogElement) seen.push(node.matches(':modal'))
      }
    }).observe(document, { childList: true, subtree: true })
  })
  await chat.open()
  await chat.hearsKeys()
  // The code of each comes with the first look at it.
  for (const [keys, name] of [['k', 'Search and actions'] as const, ['/', 'Keyboard shortcuts'] as const]) {
    const dialog = page.getByRole('dialog', { name })
    await page.keyboard.press(`ControlOrMeta+${keys}`)
    await expect(dialog).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(dialog).toHaveCount(0)
  }
  await page.setViewportSize({ width: 390, height: 844 })
  await page.getByRole('button', { name: 'Open sidebar' }).click()
  await expect(page.getByRole('dialog', { name: 'Conversations' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  expect(await page.evaluate(() => Reflect.get(window, 'seen'))).toEqual([true, true, true])
})

test('the focus goes back to where a dialog was opened from', async ({ chat, page, simulator }) => {
  await simulator.script({ text: 'One.' })
  await chat.open()
  await chat.converse('First?')
  await chat.field.focus()
  for (const [keys, name] of [['k', 'Search and actions'] as const, ['/', 'Keyboard shortcuts'] as const]) {
    await page.keyboard.press(`ControlOrMeta+${keys}`)
    await expect(page.getByRole('dialog', { name })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(chat.field).toBeFocused()
  }
  // From a menu: the first time its code has to come, the second time it is there.
  const options = page.getByRole('button', { name: 'Conversation options' })
  for (let time = 0; time < 2; time++) {
    await options.click()
    await page.getByRole('menuitem', { name: 'Export' }).click()
    await expect(page.getByRole('dialog', { name: /^Export/ })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(options).toBeFocused()
  }
})

test('the sheet lists what works on this page, and each of it does', async ({ chat, page }) => {
  await chat.open()
  await chat.hearsKeys()
  await chat.field.focus()
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await page.keyboard.press('ControlOrMeta+/')
  await expect(sheet.getByRole('term')).toHaveText([
    'Search and actions',
    'New chat',
    'Temporary chat',
    'Show or hide the sidebar',
    'Choose a model',
    'Copy the last answer',
    'Copy the last code',
    'Keyboard shortcuts',
    'To the messages of the page',
    'Send',
    'Send, always',
    'New line',
    'Stop the answer',
    'Edit the last question',
    'Next and previous entry',
    'Save',
    'Save and ask, or go on',
    'Leave it as it was'
  ])
  await page.keyboard.press('ControlOrMeta+/')
  await expect(sheet).toHaveCount(0)

  for (const [keys, field] of [['k', 'Search or choose an action'] as const, ['Shift+M', 'Search models'] as const]) {
    const opened = page.getByRole('combobox', { name: field })
    await page.keyboard.press(`ControlOrMeta+${keys}`)
    await expect(opened).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(opened).toHaveCount(0)
  }
  await page.keyboard.press('ControlOrMeta+Shift+S')
  await expect(chat.sidebar).toHaveCount(0)
  await page.keyboard.press('ControlOrMeta+Shift+S')
  await expect(chat.sidebar).toBeVisible()

  // Within the page: before it has come to life it listens to no key.
  await chat.sidebar.getByRole('link', { name: 'Settings' }).click()
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible()
  await page.keyboard.press('ControlOrMeta+/')
  await expect(sheet.getByRole('term')).toHaveText([
    'Search and actions',
    'New chat',
    'Temporary chat',
    'Show or hide the sidebar',
    'Keyboard shortcuts',
    'To the messages of the page'
  ])
  await page.keyboard.press('Escape')
  await expect(sheet).toHaveCount(0)
  await page.keyboard.press('ControlOrMeta+Shift+O')
  await expect(page).toHaveURL('/')
})
