'use client'

import MarkdownToJsx, { type MarkdownToJSX, RuleType } from 'markdown-to-jsx/react'
import { type ComponentProps, createElement, type ElementType, memo, type ReactNode, useDeferredValue } from 'react'
import { classNames } from '@/components/ui/class-names.ts'
import { CodeBlock } from './code-block.tsx'
import { canRenderMarkdown } from './limits.ts'
import { PlainText } from './plain-text.tsx'
import { type SafeUrl, safeUrl } from './safe-url.ts'
import { TextBoundary } from './text-boundary.tsx'
import './markdown.css'

interface MarkdownProps {
  text: string
  /** More is coming: unfinished syntax is held back and a block cursor stands at the end. */
  streaming?: boolean
}

/** A model's text as sanitised markdown; plain when it is too large, too deep or breaks the parser. */
export const Markdown = memo(function Markdown({ text, streaming = false }: MarkdownProps) {
  const shown = useDeferredValue(text)
  const className = classNames('prose', streaming && 'prose-live')
  if (!canRenderMarkdown(shown)) {
    return (
      <div className={className}>
        <PlainText text={shown} />
      </div>
    )
  }
  return (
    <div className={className}>
      <MarkdownPiece text={shown} streaming={streaming} />
    </div>
  )
})

/** The elements of a text without the box around them; the text must be one that can be rendered. */
export const MarkdownPiece = memo(function MarkdownPiece({ text, streaming }: { text: string; streaming: boolean }) {
  return (
    <TextBoundary text={text}>
      <MarkdownToJsx options={streaming ? streamingOptions : options}>{text}</MarkdownToJsx>
    </TextBoundary>
  )
})

type RenderRule = NonNullable<MarkdownToJSX.Options['renderRule']>

/** Links, images, code and tasks are drawn from the parsed node, so nothing of the library's own handling of them is left. */
const renderRule: RenderRule = (next, node, renderChildren, state) => {
  switch (node.type) {
    case RuleType.codeBlock:
      return <CodeBlock key={state.key} text={node.text} language={node.lang} />
    case RuleType.link:
      return (
        <TextLink key={state.key} address={node.target}>
          {renderChildren(node.children, state)}
        </TextLink>
      )
    case RuleType.image:
      return <ImagePlaceholder key={state.key} address={node.target} description={node.alt} />
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

function TextLink({ address, children }: { address: string | null; children: ReactNode }) {
  const url = safeUrl(address)
  if (!url) {
    return (
      <span>
        {children} <span className="prose-host">[blocked link]</span>
      </span>
    )
  }
  return (
    <a href={url.href} title={url.href} rel="noopener noreferrer" target="_blank">
      {children}
      {!namesItsHost(children, url) && <span className="prose-host">({url.host})</span>}
    </a>
  )
}

/** Whether the link's words are its address, so that the host need not be said again. */
function namesItsHost(children: ReactNode, url: SafeUrl): boolean {
  const text =
    typeof children === 'string'
      ? children
      : Array.isArray(children) && children.every(child => typeof child === 'string')
        ? children.join('')
        : ''
  const named = safeUrl(text) ?? safeUrl(`https://${text}`)
  return named !== null && /^\S+$/.test(text) && !text.includes('@') && named.host === url.host
}

/** An image never loads by itself: its address would tell the sender's server that it was read. */
function ImagePlaceholder({ address, description }: { address: string | null; description: string | undefined }) {
  const url = safeUrl(address)
  return (
    <span className="prose-image">
      Image not loaded{description ? `: ${description}` : ''}{' '}
      {url && (
        <a href={url.href} title={url.href} rel="noopener noreferrer" target="_blank">
          open at {url.host}
        </a>
      )}
    </span>
  )
}
