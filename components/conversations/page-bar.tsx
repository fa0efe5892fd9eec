'use client'

import Menu from 'lucide-react/icons/menu'
import { IconButton } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { useShell } from './shell-context.ts'

/** Above a page where the sidebar has no place of its own: the way to it, and where one is. */
export function PageBar({ title }: { title: string }) {
  const { openSidebar, sidebarClosed } = useShell()
  return (
    <header
      className={classNames(
        'flex h-13 shrink-0 items-center gap-3 border-line border-b px-4 md:px-6 xl:px-8',
        !sidebarClosed && 'lg:hidden'
      )}
    >
      <IconButton label="Open sidebar" onClick={openSidebar} className="-ml-2">
        <Menu />
      </IconButton>
      <p className="font-medium text-body">{title}</p>
    </header>
  )
}
