import type { Element, Parents } from 'hast'
import type { State } from 'hast-util-to-mdast'
import type { PhrasingContent, RootContent, Text } from 'mdast'
import type { TreeContext } from '../sources/tree/context.ts'
import type { PageNote } from './footnotes.ts'
import { attributeOf, findElement, textOf } from './hast.ts'
import { readImage } from './images.ts'
import { hrefOf, targetOf } from './links.ts'
import type { Notes } from './notes.ts'

/** What the reading of a page carries along. */
export type PageContext = {
  /** What links are relative to. */
  base: string | undefined
  /** The language and direction of the page; empty where it says none. */
  whole: { lang: string; dir: string }
  notes: Notes
  /** The footnotes of the document by the ids of their elements. */
  footnotes: ReadonlyMap<string, PageNote>
  /** Of the reader of trees, which reads captions and cells. */
  context: TreeContext
  state: State
}

/** Reads an element as mdast; how a link is read depends on its parent. */
export type ReadElement = (element: Element, page: PageContext, parent?: Parents) => RootContent[]

const phrasing = new Set([
  'break',
  'delete',
  'emphasis',
  'footnoteReference',
  'html',
  'image',
  'inlineCode',
  'link',
  'strong',
  'text',
])

const isPhrasing = (node: RootContent): node is PhrasingContent => phrasing.has(node.type)

export const toText = (value: string): Text => ({ type: 'text', value })

/** Content in a mark. In HTML a mark may be around whole blocks: then it goes around the content of each. */
const markAll = (
  nodes: RootContent[],
  mark: (children: PhrasingContent[]) => PhrasingContent,
): RootContent[] => {
  const marked: RootContent[] = []
  let run: PhrasingContent[] = []
  const flush = () => {
    if (run.length > 0) marked.push(mark(run))
    run = []
  }
  for (const node of nodes) {
    if (isPhrasing(node)) run.push(node)
    else {
      flush()
      const inside = 'children' in node ? { children: markAll(node.children, mark) } : {}
      marked.push({ ...node, ...inside } as RootContent)
    }
  }
  flush()
  return marked
}

const readMark =
  (type: 'strong' | 'emphasis' | 'delete'): ReadElement =>
  (element, { state }) =>
    markAll(state.all(element), (children) => ({ type, children }))

/** The text of content, its marks left out. */
export const plainOf = (nodes: RootContent[]): string =>
  nodes
    .map((node) => {
      if (node.type === 'break') return '\n'
      return 'value' in node ? node.value : 'children' in node ? plainOf(node.children) : ''
    })
    .join('')

const readCode: ReadElement = (element, { state }) => {
  const content = state.all(element)
  return [{ type: 'inlineCode', value: plainOf(content) }, ...content.filter(({ type }) => type === 'image')]
}

const isReference = (link: Element, parent: Parents | undefined): boolean =>
  attributeOf(link, 'role') === 'doc-noteref' ||
  (hrefOf(link).startsWith('#') &&
    /^\s*\[?[\p{N}*†‡]{1,4}\]?\s*$/u.test(textOf(link)) &&
    ((parent?.type === 'element' && parent.tagName === 'sup') || findElement(link, 'sup') !== undefined))

/** Content that is raised or lowered, for which Markdown has no sign. */
const readShifted =
  (type: 'superscript' | 'subscript'): ReadElement =>
  (element, { state }) => {
    const content = state.all(element)
    const link = findElement(element, 'a')
    // What stands for a note is a mark by itself.
    if (link !== undefined && isReference(link, element)) return content
    return markAll(content, (children) => ({ type: 'emphasis', children, data: { mark: type } }))
  }

/** The way back from a footnote. */
const isReturn = (link: Element): boolean =>
  hrefOf(link).startsWith('#') &&
  (attributeOf(link, 'role') === 'doc-backlink' || /^(?:[\s↑↩⤴^]|\u{FE0E}|\u{FE0F})+$/u.test(textOf(link)))

const readLink: ReadElement = (element, page, parent) => {
  if (isReturn(element)) return []
  const note = page.footnotes.get(hrefOf(element).slice(1))
  if (note !== undefined && hrefOf(element).startsWith('#'))
    return [{ type: 'footnoteReference', identifier: note.identifier }]
  if (isReference(element, parent)) {
    page.notes.add('footnotes')
    return [toText(`[${textOf(element).replaceAll(/[\s[\]]/g, '')}]`)]
  }
  const url = targetOf(element, page)
  const content = page.state.all(element)
  return url === undefined ? content : markAll(content, (children) => ({ type: 'link', url, children }))
}

const readPicture: ReadElement = (element, page) =>
  /emoji/i.test(attributeOf(element, 'class'))
    ? [toText(attributeOf(element, 'alt'))]
    : readImage(element, page)

const readQuotation: ReadElement = (element, { state }) => [toText('“'), ...state.all(element), toText('”')]

/** What Markdown has no sign for, and what the converter reads as something else. */
const readContent: ReadElement = (element, { state }) => state.all(element)

/** Content that is in another language than what stands around it. */
const readLanguage: ReadElement = (element, page, parent) => {
  const content = page.state.all(element)
  const [lang, dir] = [attributeOf(element, 'lang'), attributeOf(element, 'dir')]
  if (parent?.type !== 'element' || lang === '' || lang === attributeOf(parent, 'lang')) return content
  const data = { mark: 'language' as const, language: { lang, dir } }
  return markAll(content, (children) => ({ type: 'emphasis', children, data }))
}

/** One reading for elements of several names. */
export const readers = (names: string, read: ReadElement): Record<string, ReadElement> =>
  Object.fromEntries(names.split(' ').map((name) => [name, read]))

/** The elements that are part of a line of text. */
export const phrasingReaders: Record<string, ReadElement> = {
  ...readers('b strong', readMark('strong')),
  ...readers('cite dfn em i', readMark('emphasis')),
  ...readers('code kbd samp tt', readCode),
  ...readers('del s strike', readMark('delete')),
  ...readers('mark math picture u var', readContent),
  ...readers('base hr input noscript wbr', () => []),
  a: readLink,
  img: readPicture,
  q: readQuotation,
  ...readers('bdi bdo span', readLanguage),
  sub: readShifted('subscript'),
  sup: readShifted('superscript'),
}
