import type { ComponentProps, ReactNode } from 'react'

type Children = { children?: ReactNode }

// Answers begin below the page's own headings, and an id would be the model's to choose.
export const headings = {
  h1: heading('h3', 'prose-h1'),
  h2: heading('h4', 'prose-h2'),
  h3: heading('h5', 'prose-h3'),
  h4: heading('h6', 'prose-h4'),
  h5: heading('h6', 'prose-h4'),
  h6: heading('h6', 'prose-h4')
}

function heading(Level: 'h3' | 'h4' | 'h5' | 'h6', className: string) {
  return function Heading({ children }: Children) {
    return <Level className={className}>{children}</Level>
  }
}

export function ScrollingTable({ children }: ComponentProps<'table'>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls sideways must be reachable by keyboard
    <div className="prose-table" tabIndex={0}>
      <table>{children}</table>
    </div>
  )
}

export function Footnotes({ children }: ComponentProps<'footer'>) {
  return <div className="prose-footnotes">{children}</div>
}

const plainParts: readonly unknown[] = [...Object.values(headings), ScrollingTable, Footnotes]

/** Whether a component is nothing but elements around its children: calling it shows which. */
export function isPlainPart(type: unknown): type is (props: object) => ReactNode {
  return plainParts.includes(type)
}
