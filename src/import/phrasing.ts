import type { Element, Parents } from 'hast'
import type { State } from 'hast-util-to-mdast'
import type { PhrasingContent, RootContent, Text } from 'mdast'
import { footnoteOf, isNoteReference, isReturn, type PageFootnote } from './footnotes.ts'
import { attributeOf, elementsIn, findElement, textOf } from './hast.ts'
import { readImage } from './images.ts'
import { targetOf } from './links.ts'
import type { Notes } from './notes.ts'
import { styleMark } from './styles.ts'

/** What the reading of a page carries along. */
export type PageContext = {
  /** What links are relative to. */
  base: string | undefined
  /** The language and direction of the page; empty where it says none. */
  whole: { lang: string; dir: string }
  notes: Notes
  footnotes: ReadonlyMap<string, PageFootnote>
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

/** What the style of an element says of its text. */
const styleOf = (element: Element): Set<string> => new Set(attributeOf(element, styleMark).split(' '))

const opposite = { strong: 'light', emphasis: 'upright', delete: undefined }

/** A mark, unless the style says otherwise: Google Docs puts a whole text into a `b` of normal weight. */
const readMark =
  (type: 'strong' | 'emphasis' | 'delete'): ReadElement =>
  (element, { state }) => {
    const content = state.all(element)
    const other = opposite[type]
    if (other !== undefined && styleOf(element).has(other)) return content
    return markAll(content, (children) => ({ type, children }))
  }

const marksOfStyle: readonly (readonly [string, (children: PhrasingContent[]) => PhrasingContent])[] = [
  ['bold', (children) => ({ type: 'strong', children })],
  ['italic', (children) => ({ type: 'emphasis', children })],
  ['struck', (children) => ({ type: 'delete', children })],
  ['raised', (children) => ({ type: 'emphasis', children, data: { mark: 'superscript' } })],
  ['lowered', (children) => ({ type: 'emphasis', children, data: { mark: 'subscript' } })],
]

/** An element of a line without a meaning of its own, with the marks that its style has. */
const readStyled: ReadElement = (element, { state }) => {
  const style = styleOf(element)
  return marksOfStyle.reduce<RootContent[]>(
    (content, [name, mark]) => (style.has(name) ? markAll(content, mark) : content),
    state.all(element),
  )
}

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

/** Content that is raised or lowered, for which Markdown has no sign. */
const readShifted =
  (type: 'superscript' | 'subscript'): ReadElement =>
  (element, { state }) => {
    const content = state.all(element)
    const link = findElement(element, 'a')
    // What stands for a note is a mark by itself.
    if (link !== undefined && isNoteReference(link, element)) return content
    return markAll(content, (children) => ({ type: 'emphasis', children, data: { mark: type } }))
  }

const readLink: ReadElement = (element, page, parent) => {
  if (isReturn(element)) return []
  const note = isNoteReference(element, parent) ? footnoteOf(element, page.footnotes) : undefined
  if (note !== undefined) return [{ type: 'footnoteReference', identifier: note }]
  if (isNoteReference(element, parent)) {
    const label = textOf(element).replaceAll(/[\s[\]()]/g, '')
    page.notes.add('footnotes', label)
    return [toText(`[${label}]`)]
  }
  const url = targetOf(element, page)
  const content = page.state.all(element)
  return url === undefined ? content : markAll(content, (children) => ({ type: 'link', url, children }))
}

const readPicture: ReadElement = (element, page) =>
  /emoji/i.test(attributeOf(element, 'class'))
    ? [toText(attributeOf(element, 'alt'))]
    : readImage(element, page)

/** A reading stands in brackets behind what it is the reading of. */
const readReading: ReadElement = (element, { state }, parent) => {
  const isBracketed = parent !== undefined && elementsIn(parent).some(({ tagName }) => tagName === 'rp')
  return isBracketed ? state.all(element) : [toText('('), ...state.all(element), toText(')')]
}

/** A formula as its author wrote it, where the page has that, or else its signs. */
const readMath: ReadElement = (element, { notes }) => {
  const annotation = elementsIn(element).find(
    (inner) => inner.tagName === 'annotation' && /tex/i.test(attributeOf(inner, 'encoding')),
  )
  const written = attributeOf(element, 'alttext') || (annotation === undefined ? '' : textOf(annotation))
  if (written !== '') return [{ type: 'inlineCode', value: written.trim() }]
  const signs = [...elementsIn(element)].filter(({ tagName }) => /^m(?:i|n|o|text)$/.test(tagName))
  const text = (signs.length === 0 ? [element] : signs).map((sign) => textOf(sign).trim()).join(' ')
  notes.add('math', text)
  return [toText(text)]
}

const readAbbreviation: ReadElement = (element, { state, notes }) => {
  const title = attributeOf(element, 'title')
  if (title !== '') notes.add('abbreviation', textOf(element), { value: title })
  return state.all(element)
}

const readQuotation: ReadElement = (element, { state }) => [toText('“'), ...state.all(element), toText('”')]

/** What Markdown has no sign for, and what the converter reads as something else. */
const readContent: ReadElement = (element, { state }) => state.all(element)

/** One reading for elements of several names. */
export const readers = (names: string, read: ReadElement): Record<string, ReadElement> =>
  Object.fromEntries(names.split(' ').map((name) => [name, read]))

/** What an element says in a language other than that of its parent is marked so. */
const readSpoken =
  (read: ReadElement): ReadElement =>
  (element, page, parent) => {
    const content = read(element, page, parent)
    const lang = attributeOf(element, 'lang')
    const around = parent?.type === 'element' ? attributeOf(parent, 'lang') : page.whole.lang
    if (lang === '' || lang === around) return content
    const data = { mark: 'language' as const, language: { lang, dir: attributeOf(element, 'dir') } }
    return markAll(content, (children) => ({ type: 'emphasis', children, data }))
  }

const lines: Record<string, ReadElement> = {
  ...readers('b strong', readMark('strong')),
  ...readers('cite dfn em i', readMark('emphasis')),
  ...readers('code kbd samp tt', readCode),
  ...readers('del s strike', readMark('delete')),
  ...readers('mark picture rb rp rtc ruby var', readContent),
  ...readers('bdi bdo big font small span time u', readStyled),
  ...readers('base input noscript wbr', () => []),
  a: readLink,
  abbr: readAbbreviation,
  img: readPicture,
  math: readMath,
  q: readQuotation,
  rt: readReading,
  sub: readShifted('subscript'),
  sup: readShifted('superscript'),
}

/** The elements that are part of a line of text. */
export const phrasingReaders: Record<string, ReadElement> = Object.fromEntries(
  Object.entries(lines).map(([name, read]) => [name, readSpoken(read)]),
)
