import { parseHTML } from 'linkedom'
import { defaultTreeAdapter, type DefaultTreeAdapterTypes, parse } from 'parse5'
import {
  deepestPage,
  heaviestPage,
  mostLines,
  mostPageElements,
  mostTagAttributes,
  mostTagSigns,
  mostTags,
} from './limits.ts'

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

const refuse = (count: number, noun: string, most: number) => {
  if (count > most)
    throw new Error(`has ${count} ${noun}; the most is ${most}: import the page of one article`)
}

/** The tree of parse5, with elements and their depth counted while it is made: the parser repeats open formatting. */
const createAdapter = () => {
  const open = { elements: 0, depth: 0, weight: 0 }
  const adapter: typeof defaultTreeAdapter = {
    ...defaultTreeAdapter,
    createElement(name, namespace, attributes) {
      open.elements += 1
      refuse(open.elements, 'elements', mostPageElements)
      refuse(attributes.length, 'attributes in one tag', mostTagAttributes)
      return defaultTreeAdapter.createElement(name, namespace, attributes)
    },
    onItemPush() {
      open.depth += 1
      open.weight += open.depth
      if (open.depth > deepestPage)
        throw new Error(`is nested more than ${deepestPage} deep: import the page of one article`)
      if (open.weight > heaviestPage)
        throw new Error('has too many elements in one another: import the page of one article')
    },
    onItemPop() {
      open.depth -= 1
    },
  }
  return adapter
}

type Tree = DefaultTreeAdapterTypes.ChildNode

const attributesOf = (node: DefaultTreeAdapterTypes.Element, element: DomElement) => {
  for (const { name, value } of node.attrs) element.setAttribute(name, value)
}

/** Puts a tree of parse5 into a document, without recursion. */
const build = (document: DomDocument, children: Tree[], parent: DomElement) => {
  const left: [Tree, DomElement][] = children.map((child): [Tree, DomElement] => [child, parent]).toReversed()
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const [node, around] = next
    if (defaultTreeAdapter.isTextNode(node)) around.append(node.value)
    else if (defaultTreeAdapter.isElementNode(node)) {
      const element = document.createElement(node.tagName)
      attributesOf(node, element)
      around.append(element)
      left.push(...node.childNodes.map((child): [Tree, DomElement] => [child, element]).toReversed())
    }
  }
}

/**
 * The document of a text in HTML, as browsers read it: parse5 has the algorithm of the standard, linkedom the DOM that
 * Readability needs. Throws an Error where it is more than an article can be.
 */
export const parseDocument = (html: string): DomDocument => {
  refuse(countOf(html, /<[a-z]/gi), 'tags', mostTags)
  refuse(countOf(html, /</g), 'signs <', mostTagSigns)
  refuse(countOf(html, /\n/g), 'lines', mostLines)
  const tree = parse(html, { treeAdapter: createAdapter(), scriptingEnabled: false })
  const root = tree.childNodes.find((node) => node.nodeName === 'html')
  const { document } = parseHTML('<!doctype html><html></html>') as unknown as { document: DomDocument }
  if (root !== undefined && 'attrs' in root) {
    attributesOf(root, document.documentElement)
    build(document, root.childNodes, document.documentElement)
  }
  return document
}

/** A value as plain text, which some content systems write as HTML, or twice: `AT&amp;T`, `<em>so</em>`, `&amp;#039;`. */
export const plainText = (document: DomDocument, value: string): string => {
  let text = value
  for (let times = 0; times < 2 && /&#?\w+;|<\/?[a-z]/i.test(text); times += 1) {
    const element = document.createElement('div')
    element.innerHTML = text
    text = element.textContent
  }
  return text
}
