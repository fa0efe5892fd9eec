import highlight from 'highlight.js/lib/core'
import bash from 'highlight.js/lib/languages/bash'
import cpp from 'highlight.js/lib/languages/cpp'
import css from 'highlight.js/lib/languages/css'
import diff from 'highlight.js/lib/languages/diff'
import go from 'highlight.js/lib/languages/go'
import java from 'highlight.js/lib/languages/java'
import javascript from 'highlight.js/lib/languages/javascript'
import json from 'highlight.js/lib/languages/json'
import python from 'highlight.js/lib/languages/python'
import rust from 'highlight.js/lib/languages/rust'
import sql from 'highlight.js/lib/languages/sql'
import typescript from 'highlight.js/lib/languages/typescript'
import xml from 'highlight.js/lib/languages/xml'
import yaml from 'highlight.js/lib/languages/yaml'

const languages = { bash, cpp, css, diff, go, java, javascript, json, python, rust, sql, typescript, xml, yaml }
for (const [name, language] of Object.entries(languages)) highlight.registerLanguage(name, language)

/** A stretch of code of one kind; `kind` is the library's name for it, as `keyword` or `title.function`. */
export interface CodeToken {
  kind: string | undefined
  children: (CodeToken | string)[]
}

/** Code in coloured pieces, or `null` in a language that is not known. */
export function readCode(text: string, language: string): CodeToken | null {
  if (!highlight.getLanguage(language)) return null
  const { _emitter: emitter } = highlight.highlight(text, { language, ignoreIllegals: true })
  return 'rootNode' in emitter ? tokenOf(emitter.rootNode) : null
}

function tokenOf(node: unknown): CodeToken {
  if (typeof node !== 'object' || node === null || !('children' in node) || !Array.isArray(node.children)) {
    throw new TypeError('The highlighter gave no tree.')
  }
  return {
    kind: 'scope' in node && typeof node.scope === 'string' ? node.scope : undefined,
    children: node.children.map(child => (typeof child === 'string' ? child : tokenOf(child)))
  }
}
