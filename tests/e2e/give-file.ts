import type { Locator } from '@playwright/test'

/** A file as the system hands it over: its bytes, its name, and the type that the system takes it for. */
export interface GivenFile {
  name: string
  type: string
  bytes: Uint8Array
}

/** Pastes into a field, or drops onto an element. */
export async function give(target: Locator, how: 'paste' | 'drop', { name, type, bytes }: GivenFile): Promise<void> {
  await target.evaluate(
    (element, file) => {
      const transfer = new DataTransfer()
      transfer.items.add(new File([new Uint8Array(file.bytes)], file.name, { type: file.type }))
      const options = { bubbles: true, cancelable: true }
      element.dispatchEvent(
        file.how === 'paste'
          ? new ClipboardEvent('paste', { ...options, clipboardData: transfer })
          : new DragEvent('drop', { ...options, dataTransfer: transfer })
      )
    },
    { how, name, type, bytes: [...bytes] }
  )
}
