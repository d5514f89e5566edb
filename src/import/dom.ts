import { parseHTML } from 'linkedom'
import { deepestPage, mostLines, mostTagSigns, mostTags } from './limits.ts'

/** As much of the DOM as importing needs; linkedom brings no types of its own. */
export type DomNode = {
  nodeType: number
  textContent: string
  childNodes: Iterable<DomNode>
  remove: () => void
}

export type DomElement = DomNode & {
  localName: string
  innerHTML: string
  attributes: Iterable<{ name: string; value: string }>
  children: Iterable<DomElement>
  parentElement: DomElement | null
  contains: (other: DomNode) => boolean
  getAttribute: (name: string) => string | null
  setAttribute: (name: string, value: string) => void
  removeAttribute: (name: string) => void
  hasAttribute: (name: string) => boolean
  querySelector: (selector: string) => DomElement | null
  querySelectorAll: (selector: string) => Iterable<DomElement>
  append: (...nodes: (DomNode | string)[]) => void
  replaceWith: (...nodes: (DomNode | string)[]) => void
}

export type DomDocument = DomElement & {
  body: DomElement
  documentElement: DomElement
  createElement: (name: string) => DomElement
}

const countOf = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0

export const isElement = (node: DomNode): node is DomElement => node.nodeType === 1
export const isText = (node: DomNode): boolean => node.nodeType === 3

const outer = /<!doctype[^<>]*>|<\/?(?:html|head)(?=[\s>])[^<>]*>/gi

/** linkedom adds no html, head and body where they are missing, and loses what is outside of them. */
const wrap = (html: string): string => {
  if (/<body[\s>]/i.test(html)) return html
  const open = /<html(?=[\s>])[^<>]*>/i.exec(html)?.[0] ?? '<html>'
  const end = /<\/head\s{0,9}>/i.exec(html)?.index ?? 0
  const [head, body] = [html.slice(0, end), html.slice(end)].map((part) => part.replaceAll(outer, ''))
  return `<!doctype html>${open}<head>${head}</head><body>${body}</body></html>`
}

/** The depth of the deepest element, found without recursion, for the depth is not known yet. */
const depthOf = (root: DomElement): number => {
  let level = [...root.children]
  let depth = 0
  while (level.length > 0 && depth <= deepestPage) {
    depth += 1
    level = level.flatMap((element) => [...element.children])
  }
  return depth
}

/** The document of a text in HTML. Throws an Error where it is more than an article can be. */
export const parseDocument = (html: string): DomDocument => {
  const refuse = (count: number, noun: string, most: number) => {
    if (count > most)
      throw new Error(`has ${count} ${noun}; the most is ${most}: import the page of one article`)
  }
  refuse(countOf(html, /<[a-z]/gi), 'tags', mostTags)
  refuse(countOf(html, /</g), 'signs <', mostTagSigns)
  refuse(countOf(html, /\n/g), 'lines', mostLines)
  const { document } = parseHTML(wrap(html)) as unknown as { document: DomDocument }
  if (depthOf(document.documentElement) > deepestPage) {
    throw new Error(`is nested more than ${deepestPage} deep: import the page of one article`)
  }
  return document
}

/** A value as plain text, which some content systems write as HTML: `AT&amp;T`, `<em>so</em>`. */
export const plainText = (document: DomDocument, value: string): string => {
  if (!/&#?\w+;|<\/?[a-z]/i.test(value)) return value
  const element = document.createElement('div')
  element.innerHTML = value
  return element.textContent
}
