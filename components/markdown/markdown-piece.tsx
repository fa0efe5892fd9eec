'use client'

import { compiler, type MarkdownToJSX, RuleType } from 'markdown-to-jsx/react'
import { createElement, type ElementType, memo, type ReactNode } from 'react'
import { CodeBlock } from './code-block.tsx'
import { Formula } from './formula.tsx'
import { ImagePlaceholder } from './image-placeholder.tsx'
import { displayMark, inlineMark, markMath } from './mark-math.ts'
import { Footnotes, headings, ScrollingTable } from './plain-parts.tsx'
import { endsInFence } from './split-blocks.ts'
import { TextLink } from './text-link.tsx'

/** The elements of a text without the box around them; the text must be one that can be rendered, and may throw all the same. */
export const MarkdownPiece = memo(({ text, streaming }: { text: string; streaming: boolean }) => elementsOf(text, streaming))

/** Of a text that grows, the same elements are asked for by whoever writes it into the page, and then by React. */
let latest: { text: string; elements: ReactNode } | null = null

export function elementsOf(text: string, streaming: boolean): ReactNode {
  if (!streaming) return parse(text, false)
  if (latest?.text !== text) latest = { text, elements: parse(text, true) }
  return latest.elements
}

function parse(text: string, streaming: boolean): ReactNode {
  // A number with a dot is an answer, not a list of nothing.
  if (emptyItem.test(text)) return streaming ? null : <p>{text.trim()}</p>
  const openCode = streaming ? openCodeOf(text) : null
  if (openCode) return openCode
  const inFence = streaming && endsInFence(text)
  const rules = inFence ? openFenceOptions : streaming ? streamingOptions : options
  const shown = streaming && !inFence ? text.replace(unfinishedLine, '') : text
  return compiler(markMath(shown, streaming), rules)
}

/** A code that has begun and is all there is, as the parser would give it: of everything that grows, it grows most. */
function openCodeOf(text: string): ReactNode {
  const [head, mark, info] = /^(`{3,}|~{3,})([^`\n]*)\n/.exec(text) ?? []
  if (head === undefined || mark === undefined) return null
  const code = text.slice(head.length)
  if (code.includes(mark)) return null
  return [<CodeBlock key="0" text={code.endsWith('\n') ? code : `${code}\n`} language={languageOf(info)} closed={false} />]
}

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
    ...headings,
    table: ScrollingTable,
    footer: Footnotes
  }
}

const streamingOptions: MarkdownToJSX.Options = { ...options, optimizeForStreaming: true }
const openFenceOptions: MarkdownToJSX.Options = { ...streamingOptions, renderRule: openFenceRule }
