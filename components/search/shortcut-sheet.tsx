'use client'

import X from 'lucide-react/icons/x'
import { keysText, shortcutAction } from '../conversations/use-shortcuts.ts'
import { IconButton } from '../ui/button.tsx'
import { ModalDialog } from '../ui/modal-dialog.tsx'

type Row = readonly [name: string, keys: string]

/** With Ctrl or Cmd; listed where the page answers to them. */
const withModifier: readonly Row[] = [
  ['Search and actions', 'k'],
  ['New chat', 'shift+o'],
  ['Temporary chat', 'shift+y'],
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
    <ModalDialog label="Keyboard shortcuts" onClose={onClose}>
      <div className="flex shrink-0 items-center justify-between pt-5 pr-4 pb-2 pl-6">
        <h2 className="font-serif text-title">Keyboard shortcuts</h2>
        <IconButton label="Close" onClick={onClose}>
          <X />
        </IconButton>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <div tabIndex={0} className="min-h-0 flex-1 overflow-y-auto px-6 pb-6 -outline-offset-2">
        <Rows rows={[...active, ...anywhere]} />
        {isChat && (
          <>
            <h3 className="mt-6 font-semibold text-ui">In a chat</h3>
            <Rows rows={inChat} />
            <h3 className="mt-6 font-semibold text-ui">While editing</h3>
            <Rows rows={whileEditing} />
          </>
        )}
      </div>
    </ModalDialog>
  )
}

function Rows({ rows }: { rows: readonly Row[] }) {
  return (
    <dl className="mt-2 divide-y divide-line border-line border-y">
      {rows.map(([name, keys]) => (
        <div key={name} className="flex min-h-9 items-center justify-between gap-4 py-1.5 text-ui">
          <dt>{name}</dt>
          <dd className="text-right">
            <kbd className="figures text-ink-2">{keys}</kbd>
          </dd>
        </div>
      ))}
    </dl>
  )
}
