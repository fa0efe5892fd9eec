import temml from 'temml'
import 'temml/dist/Temml-Local.css'

/** A formula as its MathML elements: plain values, from which React draws what is allowed and nothing else. */
export interface MathElement {
  name: string
  attributes: Record<string, string>
  className: string | undefined
  style: Record<string, string>
  children: (MathElement | string)[]
}

const names = new Set(
  (
    'math mrow mi mn mo ms mtext mspace mfrac msqrt mroot mstyle msub msup msubsup munder mover munderover mmultiscripts ' +
    'mprescripts none mtable mtr mtd mlabeledtr mpadded mphantom menclose merror'
  ).split(' ')
)
const attributeNames = new Set(
  (
    'display mathvariant stretchy fence separator form lspace rspace minsize maxsize symmetric largeop movablelimits accent ' +
    'accentunder linethickness columnalign rowalign rowspacing columnspacing columnlines rowlines width height depth voffset ' +
    'scriptlevel displaystyle mathcolor mathbackground mathsize notation side columnspan rowspan'
  ).split(' ')
)
/** Sizes, colours and words; no address, no second declaration. */
const harmlessValue = /^(?!.*(?:url|var|image)\()[\w\s.,#%()+-]*$/i
const maxDepth = 60
const maxElements = 4_000

/** What a formula looks like, or `null` when it is none, or one that was made to break the page. */
export function readFormula(source: string, display: boolean): MathElement | null {
  try {
    const tree = temml.__renderToMathMLTree(source, {
      displayMode: display,
      throwOnError: true,
      trust: false,
      strict: false,
      maxSize: [20, 200],
      maxExpand: 500,
      wrap: display ? 'none' : 'tex'
    })
    let left = maxElements
    const read = (node: unknown, depth: number): (MathElement | string)[] => {
      if (depth > maxDepth || --left < 0) throw new RangeError('The formula is too large.')
      if (!isNode(node)) return []
      if (node.text !== undefined) return [node.text]
      const children = (node.children ?? []).flatMap(child => read(child, depth + 1))
      if (node.type === undefined) return children
      if (!names.has(node.type)) throw new RangeError(`A formula has no ${node.type}.`)
      return [{ name: node.type, ...looksOf(node), children }]
    }
    const [first, ...more] = read(tree, 0)
    return more.length === 0 && typeof first === 'object' ? first : null
  } catch (error) {
    // Temml's own refusals, and what deep nesting does to its stack: the source is shown instead.
    if (error instanceof Error) return null
    throw error
  }
}

interface TemmlNode {
  type?: string
  text?: string
  attributes?: Record<string, unknown>
  classes?: string[]
  style?: Record<string, string>
  children?: unknown[]
}

function isNode(value: unknown): value is TemmlNode {
  return typeof value === 'object' && value !== null
}

function looksOf({ attributes = {}, classes = [], style = {} }: TemmlNode): Pick<MathElement, 'attributes' | 'className' | 'style'> {
  const harmless = ([, value]: [string, unknown]) => harmlessValue.test(String(value))
  return {
    attributes: Object.fromEntries(
      Object.entries(attributes)
        .filter(entry => attributeNames.has(entry[0]) && harmless(entry))
        .map(([name, value]) => [name, String(value)])
    ),
    className: classes.filter(name => /^[\w-]+$/.test(name)).join(' ') || undefined,
    style: Object.fromEntries(Object.entries(style).filter(harmless))
  }
}
