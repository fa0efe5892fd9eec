'use client'

import Paperclip from 'lucide-react/icons/paperclip'
import { useRef } from 'react'
import { IconButton } from '../ui/button.tsx'

/** Opens the system's choice of files. All are offered: what a file is its bytes say, and not every system's name for it. */
export function AttachButton({ onAttach }: { onAttach: (files: readonly File[]) => void }) {
  const picker = useRef<HTMLInputElement>(null)
  return (
    <>
      <IconButton label="Attach files" onClick={() => picker.current?.click()}>
        <Paperclip />
      </IconButton>
      <input
        ref={picker}
        type="file"
        multiple
        aria-label="Files"
        tabIndex={-1}
        className="hidden"
        onChange={event => {
          onAttach([...(event.target.files ?? [])])
          // The same file can be chosen again after it was removed.
          event.target.value = ''
        }}
      />
    </>
  )
}
