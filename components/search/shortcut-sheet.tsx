'use client'

import { keysText } from '../conversations/use-shortcuts.ts'
import { Button } from '../ui/button.tsx'
import { ModalDialog } from '../ui/modal-dialog.tsx'

const withModifier: readonly (readonly [string, string])[] = [
  ['Search and actions', 'k'],
  ['New chat', 'shift+o'],
  ['Show or hide the sidebar', 'shift+s'],
  ['Choose a model', 'shift+m'],
  ['Keyboard shortcuts', '/']
]

const plain: readonly (readonly [string, string])[] = [
  ['Send', 'Enter'],
  ['New line', 'Shift+Enter'],
  ['Stop the answer', 'Esc'],
  ['Next and previous entry', 'J, K'],
  ['To the messages of the page', 'F8']
]

/** Every key that Steno listens to. */
export function ShortcutSheet({ onClose }: { onClose: () => void }) {
  const rows = [...withModifier.map(([name, keys]) => [name, keysText(keys)] as const), ...plain]
  return (
    <ModalDialog label="Keyboard shortcuts" onClose={onClose} className="overflow-y-auto p-6">
      <h2 className="font-serif text-title">Keyboard shortcuts</h2>
      <dl className="mt-4 divide-y divide-line border-line border-y">
        {rows.map(([name, keys]) => (
          <div key={name} className="flex min-h-9 items-center justify-between gap-4 text-ui">
            <dt>{name}</dt>
            <dd>
              <kbd className="figures text-ink-2">{keys}</kbd>
            </dd>
          </div>
        ))}
      </dl>
      <Button className="mt-4 self-end" onClick={onClose}>
        Close
      </Button>
    </ModalDialog>
  )
}
