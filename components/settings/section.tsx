import type { ReactNode } from 'react'

/** By what they are called in an address, in the order of the page. */
const titles = {
  key: 'OpenRouter key',
  budgets: 'Budgets',
  model: 'Model of new chats',
  roles: 'Model roles',
  instructions: 'Instructions',
  titles: 'Titles',
  keyboard: 'Keyboard',
  price: 'Price before sending',
  timeouts: 'Timeouts',
  prompts: 'Prompts',
  theme: 'Theme',
  backups: 'Backups',
  export: 'Export and import'
}

interface SectionProps {
  id: keyof typeof titles
  help: string
  children: ReactNode
}

/** One subject of the settings. */
export function Section({ id, help, children }: SectionProps) {
  return (
    <section id={id} aria-label={titles[id]} className="mt-8 border-line border-t pt-6">
      <h2 className="font-semibold text-head">{titles[id]}</h2>
      <p className="mt-1 mb-4 text-body text-ink-3">{help}</p>
      {children}
    </section>
  )
}

/** Every subject at the left, where there is room beside the column. */
export function SectionLinks() {
  return (
    <nav aria-label="Sections" className="sticky top-0 z-10 float-left h-0 max-xl:hidden">
      <ul className="w-44 pt-22 pl-6">
        {Object.entries(titles).map(([id, title]) => (
          <li key={id}>
            <a href={`#${id}`} className="flex h-8 items-center truncate rounded-sm px-2 text-ink-2 text-ui hover:bg-hover hover:text-ink">
              {title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
