'use client'

import MarkdownToJsx, { type MarkdownToJSX, RuleType } from 'markdown-to-jsx/react'
import { type ComponentProps, createElement, type ElementType, memo, type ReactNode } from 'react'
import { CodeBlock } from './code-block.tsx'
import { Formula } from './formula.tsx'
import { ImagePlaceholder } from './image-placeholder.tsx'
import { displayMark, inlineMark, markMath } from './mark-math.ts'
import { endsInFence } from './split-blocks.ts'
import { TextBoundary } from './text-boundary.tsx'
import { TextLink } from './text-link.tsx'

/** The elements of a text without the box around them; the text must be one that can be rendered. */
export const MarkdownPiece = memo(function MarkdownPiece({ text, streaming }: { text: string; streaming: boolean }) {
  // A number with a dot is an answer, not a list of nothing.
  if (emptyItem.test(text)) return streaming ? null : <p>{text.trim()}</p>
  const inFence = streaming && endsInFence(text)
  const rules = inFence ? openFenceOptions : streaming ? streamingOptions : options
  const shown = streaming && !inFence ? text.replace(unfinishedLine, '') : text
  return (
    <TextBoundary text={text}>
      <MarkdownToJsx options={rules}>{markMath(shown, streaming)}</MarkdownToJsx>
    </TextBoundary>
  )
})

/** The begin of an item, which would be an empty one for a moment, or make a heading of the line before. */
const unfinishedLine = /\n[ \t>]*(?:\d{1,9}[.)]?|[-*+=]+)[ \t]*$/
const emptyItem = /^\s*(?:\d{1,9}[.)]|[-*+])\s*$/

type RenderRule = NonNullable<MarkdownToJSX.Options['renderRule']>

/** Links, images, code and tasks are drawn from the parsed node, so nothing of the library's own handling of them is left. */
const renderRule: RenderRule = (next, node, renderChildren, state) => {
  switch (node.type) {
    case RuleType.codeBlock:
      return <CodeBlock key={state.key} text={node.text} language={languageOf(node.lang)} closed />
    case RuleType.codeInline: {
      const display = node.text.startsWith(displayMark)
      return display || node.text.startsWith(inlineMark) ? (
        <Formula key={state.key} source={node.text.slice(1)} display={display} />
      ) : (
        next()
      )
    }
    case RuleType.link:
      return (
        <TextLink key={state.key} address={node.target}>
          {renderChildren(node.children, { ...state, inAnchor: true })}
        </TextLink>
      )
    case RuleType.image:
      return <ImagePlaceholder key={state.key} address={node.target} description={node.alt} inLink={state.inAnchor === true} />
    case RuleType.gfmTask:
      return (
        <span key={state.key} className="task">
          {node.completed ? '☑' : '☐'}
          <span className="sr-only">{node.completed ? ' done: ' : ' open: '}</span>
        </span>
      )
    // A footnote's number; a link to it would need an id that a model chose.
    case RuleType.footnoteReference:
      return <sup key={state.key}>{node.text}</sup>
    case RuleType.htmlBlock:
    case RuleType.htmlSelfClosing:
    case RuleType.htmlComment:
      return null
    default:
      return next()
  }
}

/** As above, while a fence is open: what comes next may still change the code. */
const openFenceRule: RenderRule = (next, node, renderChildren, state) =>
  node.type === RuleType.codeBlock ? (
    <CodeBlock key={state.key} text={node.text} language={languageOf(node.lang)} closed={false} />
  ) : (
    renderRule(next, node, renderChildren, state)
  )

/** The first word behind a fence; what else stands there is for other tools. */
function languageOf(info: string | undefined): string | undefined {
  return info?.trim().split(/[\s{,:]/)[0] || undefined
}

const withoutId: object = { id: undefined }

const options: MarkdownToJSX.Options = {
  disableParsingRawHTML: true,
  disableFrontmatter: true,
  forceBlock: true,
  wrapper: null,
  renderRule,
  // No element gets an id that a model chose (headings, footnotes): it could shadow one of ours.
  createElement: (tag, props, ...children) => createElement(tag as ElementType<object>, { ...props, ...withoutId }, ...children),
  // Every address is kept until TextLink judges it by its parsed form.
  sanitizer: value => value,
  overrides: {
    // Answers begin below the page's own headings, and an id would be the model's to choose.
    h1: heading('h3', 'prose-h1'),
    h2: heading('h4', 'prose-h2'),
    h3: heading('h5', 'prose-h3'),
    h4: heading('h6', 'prose-h4'),
    h5: heading('h6', 'prose-h4'),
    h6: heading('h6', 'prose-h4'),
    table: ScrollingTable,
    footer: Footnotes
  }
}

const streamingOptions: MarkdownToJSX.Options = { ...options, optimizeForStreaming: true }
const openFenceOptions: MarkdownToJSX.Options = { ...streamingOptions, renderRule: openFenceRule }

function heading(Level: 'h3' | 'h4' | 'h5' | 'h6', className: string) {
  return function Heading({ children }: { children?: ReactNode }) {
    return <Level className={className}>{children}</Level>
  }
}

function ScrollingTable({ children }: ComponentProps<'table'>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls sideways must be reachable by keyboard
    <div className="prose-table" tabIndex={0}>
      <table>{children}</table>
    </div>
  )
}

function Footnotes({ children }: ComponentProps<'footer'>) {
  return <div className="prose-footnotes">{children}</div>
}
