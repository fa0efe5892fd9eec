'use client'

import { keysText, shortcutAction } from '../conversations/use-shortcuts.ts'
import { Button } from '../ui/button.tsx'
import { ModalDialog } from '../ui/modal-dialog.tsx'

type Row = readonly [name: string, keys: string]

/** With Ctrl or Cmd; listed where the page answers to them. */
const withModifier: readonly Row[] = [
  ['Search and actions', 'k'],
  ['New chat', 'shift+o'],
  ['Show or hide the sidebar', 'shift+s'],
  ['Choose a model', 'shift+m'],
  ['Copy the last answer', 'shift+c'],
  ['Copy the last code', 'shift+;'],
  ['Keyboard shortcuts', '/']
]

const inChat: readonly Row[] = [
  ['Send', 'Enter'],
  ['Send, always', keysText('Enter')],
  ['New line', 'Shift+Enter'],
  ['Stop the answer', 'Esc'],
  ['Edit the last question', 'Up, in the empty field'],
  ['Next and previous entry', 'J, K']
]

/** Of a question in the field, and of an answer in its place. */
const whileEditing: readonly Row[] = [
  ['Save', keysText('s')],
  ['Save and ask, or go on', keysText('Enter')],
  ['Leave it as it was', 'Esc']
]

const anywhere: readonly Row[] = [['To the messages of the page', 'F8']]

/** Every key that this page listens to. */
export function ShortcutSheet({ onClose }: { onClose: () => void }) {
  const active = withModifier.filter(([, keys]) => shortcutAction(keys)).map(([name, keys]) => [name, keysText(keys)] as const)
  const isChat = shortcutAction('shift+m') !== undefined
  return (
    <ModalDialog label="Keyboard shortcuts" onClose={onClose} className="overflow-y-auto p-6">
      <h2 className="font-serif text-title">Keyboard shortcuts</h2>
      <Rows rows={[...active, ...anywhere]} />
      {isChat && (
        <>
          <h3 className="mt-6 font-semibold text-ui">In a chat</h3>
          <Rows rows={inChat} />
          <h3 className="mt-6 font-semibold text-ui">While editing</h3>
          <Rows rows={whileEditing} />
        </>
      )}
      <Button className="mt-4 self-end" onClick={onClose}>
        Close
      </Button>
    </ModalDialog>
  )
}

function Rows({ rows }: { rows: readonly Row[] }) {
  return (
    <dl className="mt-2 divide-y divide-line border-line border-y">
      {rows.map(([name, keys]) => (
        <div key={name} className="flex min-h-9 items-center justify-between gap-4 text-ui">
          <dt>{name}</dt>
          <dd>
            <kbd className="figures text-ink-2">{keys}</kbd>
          </dd>
        </div>
      ))}
    </dl>
  )
}
