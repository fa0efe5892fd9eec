'use client'

import { createElement, memo, type ReactNode, useMemo } from 'react'
import type { MathElement } from './math-engine.ts'
import { Engine, useEngine } from './use-engine.ts'

const engine = new Engine(() => import('./math-engine.ts'))

interface FormulaProps {
  source: string
  /** On a line of its own. */
  display: boolean
}

/** A formula; its source until the library is there, and where it cannot be drawn. */
export const Formula = memo(function Formula({ source, display }: FormulaProps) {
  const library = useEngine(engine)
  const formula = useMemo(() => library?.readFormula(source, display) ?? null, [library, source, display])
  if (formula === null) return <code className={display ? 'prose-formula' : undefined}>{source}</code>
  if (!display) return <DrawnFormula formula={formula} />
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls sideways must be reachable by keyboard
    <span tabIndex={0} className="prose-formula">
      <DrawnFormula formula={formula} />
    </span>
  )
})

/** The elements of a formula, each of them one that MathML has. */
export function DrawnFormula({ formula }: { formula: MathElement }) {
  return draw(formula, 0)
}

function draw({ name, attributes, className, style, children }: MathElement, key: number): ReactNode {
  const drawn = children.map((child, index) => (typeof child === 'string' ? child : draw(child, index)))
  return createElement(name, { key, ...attributes, className, style }, ...drawn)
}
