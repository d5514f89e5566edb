import type {
  BlockContent,
  Html,
  ListItem,
  Paragraph,
  PhrasingContent,
  RootContent,
  TableCell,
  TableRow,
} from 'mdast'
import { toString } from 'mdast-util-to-string'
import type { DefaultTreeAdapterTypes } from 'parse5'
import { longestLine } from '../../article/limits.ts'
import { Href, ImageAddress, SectionId } from '../../article/text.ts'
import type { Attribute } from '../tree/attach.ts'
import type { Positioned } from '../tree/context.ts'
import { mediaAt } from '../tree/media.ts'
import type { TreeNote } from '../tree/notes.ts'

type Element = DefaultTreeAdapterTypes.Element
type Child = DefaultTreeAdapterTypes.ChildNode
type Parent = DefaultTreeAdapterTypes.ParentNode

/** What the reading of elements carries along: the nodes that stand in places of theirs, the lines, and the notes. */
export type HtmlReading = {
  nodes: readonly RootContent[]
  lines: readonly number[]
  place: string
  /** Those of the nodes that are content of a line, and not blocks. */
  inline: ReadonlySet<RootContent>
  /** The ids of headings that were given. */
  ids: Set<string>
  note: (node: Positioned, note: Pick<TreeNote, 'kind'> & { text?: string; value?: number }) => void
}

const isElement = (node: Child | undefined): node is Element => node !== undefined && 'tagName' in node

const valueOf = ({ attrs }: Element, name: string): string =>
  attrs.find((attribute) => attribute.name === name)?.value.trim() ?? ''

const nodeAt = (element: Element, { nodes }: HtmlReading): RootContent | undefined =>
  nodes[Number(valueOf(element, 'at'))]

const textOf = (node: Parent | Child, reading: HtmlReading): string => {
  if (node.nodeName === '#text') return (node as DefaultTreeAdapterTypes.TextNode).value
  if (node.nodeName === 'br') return '\n'
  if (node.nodeName === reading.place) return toString(nodeAt(node as Element, reading))
  return 'childNodes' in node ? node.childNodes.map((child) => textOf(child, reading)).join('') : ''
}

/** The text of an element on one line. */
const lineOf = (element: Element, reading: HtmlReading): string =>
  textOf(element, reading).replaceAll(/\s+/g, ' ').trim()

/** Whether a text may be a name, a label or a term. */
const isName = (text: string): boolean => text !== '' && text.length <= longestLine

const elementsIn = (node: Parent): Element[] => node.childNodes.filter(isElement)

/** The elements of some names inside an element, in the order of the text. */
const findAll = (node: Parent, names: ReadonlySet<string>): Element[] =>
  elementsIn(node).flatMap((child) => [
    ...(names.has(child.tagName) ? [child] : []),
    ...findAll(child, names),
  ])

/** The place of a node in the file: its line. Its offsets are of no text. */
const placeOf = ({ sourceCodeLocation }: Child, { lines }: HtmlReading) => {
  const index = (sourceCodeLocation?.startLine ?? 1) - 1
  const point = { line: lines[index] ?? lines[0] ?? 1, column: 1, offset: 0 }
  return { start: point, end: point }
}

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')

const tagOf = ({ tagName, attrs }: Element): string =>
  `<${tagName}${attrs.map(({ name, value }) => ` ${name}="${escape(value)}"`).join('')}>`

const names = (written: string): ReadonlySet<string> => new Set(written.split(' '))

const flow = names(
  'address article aside body center dd dialog div dl dt fieldset figcaption footer form header hgroup html li main nav ol p search section tbody td tfoot th thead tr ul',
)
const blocks = names(
  'audio blockquote details dl embed figure h1 h2 h3 h4 h5 h6 hr iframe menu object ol picture pre summary table ul video',
)
const unseen = names('head link meta noembed noframes param script style template title')
const drawn = names('canvas math svg')
const empty = names('br img input wbr')

const isInline = (node: RootContent | undefined, { inline }: HtmlReading): boolean =>
  node !== undefined && inline.has(node)

const isBlock = (node: Child, reading: HtmlReading): boolean => {
  if (!isElement(node)) return false
  if (node.tagName === reading.place) return !isInline(nodeAt(node, reading), reading)
  if (flow.has(node.tagName) || blocks.has(node.tagName)) return true
  return !drawn.has(node.tagName) && node.childNodes.some((child) => isBlock(child, reading))
}

/** Content of a line: tags stay as they are written, for the reader of lines knows them. */
const readPhrasing = (node: Child, reading: HtmlReading): PhrasingContent[] => {
  if (node.nodeName === '#text') {
    const value = (node as DefaultTreeAdapterTypes.TextNode).value.replaceAll(/\s+/g, ' ')
    return [{ type: 'text', value }]
  }
  const position = placeOf(node, reading)
  if (node.nodeName === '#comment') {
    const { data } = node as DefaultTreeAdapterTypes.CommentNode
    return [{ type: 'html', value: `<!--${data}-->`, position }]
  }
  if (!isElement(node)) return []
  if (node.tagName === reading.place) {
    const own = nodeAt(node, reading)
    return own === undefined ? [] : [own as PhrasingContent]
  }
  if (unseen.has(node.tagName)) {
    reading.note({ position }, { kind: 'unseen', text: node.tagName })
    return []
  }
  if (drawn.has(node.tagName)) {
    reading.note({ position }, { kind: 'tag', text: node.tagName })
    return [{ type: 'text', value: textOf(node, reading).replaceAll(/\s+/g, ' ') }]
  }
  const open: Html = { type: 'html', value: tagOf(node), position }
  if (empty.has(node.tagName)) return [open]
  const children = node.childNodes.flatMap((child) => readPhrasing(child, reading))
  return [open, ...children, { type: 'html', value: `</${node.tagName}>`, position }]
}

const isBlank = (nodes: readonly PhrasingContent[]): boolean =>
  nodes.every((node) => node.type === 'text' && node.value.trim() === '')

/** The content of blocks on one line each: what stands in a cell, a caption or a term. */
const inLines = (nodes: readonly RootContent[]): PhrasingContent[] =>
  nodes
    .map((node): PhrasingContent[] => {
      if (node.type === 'paragraph' || node.type === 'heading') return node.children
      if (node.type === 'code') return [{ type: 'inlineCode', value: node.value }]
      if ('children' in node) return inLines(node.children)
      return node.type === 'template' ? [node] : []
    })
    .filter((content) => content.length > 0)
    .flatMap((content, index) => (index === 0 ? content : [{ type: 'break' } as const, ...content]))

const toParagraph = (children: PhrasingContent[], node: Child, reading: HtmlReading): Paragraph => ({
  type: 'paragraph',
  children,
  position: placeOf(node, reading),
})

type Read = (element: Element, reading: HtmlReading) => RootContent[]

/** Content as blocks: what is not in a block of its own is a paragraph. */
const readFlow = (parent: Parent, reading: HtmlReading): RootContent[] => {
  const made: RootContent[] = []
  let line: PhrasingContent[] = []
  let first: Child | undefined
  const flush = () => {
    const images = onlyImage(line)
    if (first !== undefined && images !== undefined) made.push(...images)
    else if (first !== undefined && !isBlank(line)) made.push(toParagraph(line, first, reading))
    line = []
    first = undefined
  }
  for (const child of parent.childNodes) {
    if (isBlock(child, reading)) {
      flush()
      made.push(...readBlock(child as Element, reading))
    } else {
      const content = imageIn(child, reading) ?? readPhrasing(child, reading)
      if (!isBlank(content)) first ??= child
      line.push(...content)
    }
  }
  flush()
  return made
}

/** An image of a line, so that one alone can be told from one within text. */
const imageIn = (node: Child, reading: HtmlReading): PhrasingContent[] | undefined => {
  if (!isElement(node)) return undefined
  if (node.tagName === 'img')
    return [
      {
        type: 'html',
        value: tagOf(node),
        position: placeOf(node, reading),
        data: { image: toImage(node, reading) },
      },
    ]
  const [only, ...others] = node.childNodes.filter(
    (child) => child.nodeName !== '#text' || textOf(child, reading).trim() !== '',
  )
  if (node.tagName !== 'a' || others.length > 0 || only === undefined) return undefined
  const inside = imageIn(only, reading)
  if (inside !== undefined)
    reading.note({ position: placeOf(node, reading) }, { kind: 'linkAround', text: valueOf(node, 'href') })
  return inside
}

/** The images of a line that holds nothing else, each a block. */
const onlyImage = (line: readonly PhrasingContent[]): Paragraph[] | undefined => {
  const kept = line.filter((node) => node.type !== 'text' || node.value.trim() !== '')
  const images = kept.flatMap((node) => (node.data?.image === undefined ? [] : [node.data.image]))
  return images.length > 0 && images.length === kept.length ? images : undefined
}

declare module 'mdast' {
  interface Data {
    /** The paragraph that an image is where it stands alone. */
    image?: Paragraph
  }
}

const isSize = (text: string): boolean => /^[1-9]\d{0,4}(?:px)?$/.test(text)

const sizeOf = (element: Element): Attribute[] =>
  ['width', 'height'].flatMap((key) => {
    const value = valueOf(element, key)
    return isSize(value) ? [{ key, value: value.replace('px', '') }] : []
  })

const withAttributes = (children: PhrasingContent[], attributes: Attribute[]): PhrasingContent[] =>
  attributes.length === 0 ? children : [...children, { type: 'attributes', value: '', attributes }]

const toImage = (element: Element, reading: HtmlReading): Paragraph => {
  const [title, position] = [valueOf(element, 'title'), placeOf(element, reading)]
  const image = {
    type: 'image',
    url: valueOf(element, 'src') || valueOf(element, 'data-src'),
    alt: valueOf(element, 'alt'),
    ...(title !== '' && { title }),
    position,
  } as const
  return toParagraph(withAttributes([image], sizeOf(element)), element, reading)
}

const sources = names('source')

/** What is played: the first of its addresses; the others, and the text for old browsers, are named. */
const readMedia: Read = (element, reading) => {
  const position = placeOf(element, reading)
  const own = ['src', 'data'].map((name) => valueOf(element, name)).find((value) => value !== '')
  const others = findAll(element, sources).map((source) => valueOf(source, 'src'))
  const [url, ...left] = [...(own === undefined ? [] : [own]), ...others].filter((each) => each !== '')
  const rest = [...left, lineOf(element, reading)].filter((each) => each !== '')
  if (rest.length > 0) reading.note({ position }, { kind: 'mediaOthers', text: rest.join(' ') })
  if (url === undefined || !ImageAddress.safeParse(url).success) {
    reading.note({ position }, { kind: 'mediaAddress', text: tagOf(element) })
    return []
  }
  const found = mediaAt(url)
  const isPlayer = element.tagName === 'video' || element.tagName === 'audio'
  const poster = valueOf(element, 'poster')
  const title = valueOf(element, 'title')
  if (title.length > longestLine) reading.note({ position }, { kind: 'linkTitle', text: title })
  const attributes: Attribute[] = [
    { key: 'media', value: isPlayer ? element.tagName : (found?.kind ?? 'embed') },
    ...(isName(title) ? [{ key: 'title', value: title }] : []),
    ...(found?.provider === undefined ? [] : [{ key: 'provider', value: found.provider }]),
    ...(ImageAddress.safeParse(poster).success && poster !== '' ? [{ key: 'poster', value: poster }] : []),
    ...sizeOf(element),
  ]
  const link = { type: 'link', url, children: [{ type: 'text', value: url }], position } as const
  return [
    toParagraph(withAttributes([{ ...link, children: [...link.children] }], attributes), element, reading),
  ]
}

const readHeading: Read = (element, reading) => {
  const children = inLines(readFlow(element, reading))
  if (isBlank(children)) return []
  const id = valueOf(element, 'id')
  const isId = id !== '' && !reading.ids.has(id) && SectionId.safeParse(id).success
  if (isId) reading.ids.add(id)
  else if (id !== '')
    reading.note({ position: placeOf(element, reading) }, { kind: 'templateValues', text: `id="${id}"` })
  const depth = Number(element.tagName.slice(1)) as 1 | 2 | 3 | 4 | 5 | 6
  const attributes = isId ? [{ key: 'id', value: id }] : []
  return [
    {
      type: 'heading',
      depth,
      children: withAttributes(children, attributes),
      position: placeOf(element, reading),
    },
  ]
}

const readList: Read = (element, reading) => {
  const start = Number.parseInt(valueOf(element, 'start'), 10)
  const items = element.childNodes.flatMap((child): ListItem[] => {
    const isItem = isElement(child) && child.tagName === 'li'
    const children = isItem
      ? readFlow(child, reading)
      : readFlow({ ...element, childNodes: [child] }, reading)
    if (children.length === 0) return []
    return [
      {
        type: 'listItem',
        spread: false,
        children: children as BlockContent[],
        position: placeOf(child, reading),
      },
    ]
  })
  if (items.length === 0) return []
  const ordered = element.tagName === 'ol'
  const position = placeOf(element, reading)
  return [
    {
      type: 'list',
      ordered,
      start: ordered && start >= 0 ? start : null,
      spread: false,
      children: items,
      position,
    },
  ]
}

/** Terms and their definitions, each of these an item. */
const readDefinitions: Read = (element, reading) => {
  const parts = elementsIn(element).flatMap((child) =>
    child.tagName === 'div' ? elementsIn(child) : [child],
  )
  const children: ListItem[] = []
  let terms: string[] = []
  let isDefined = false
  for (const part of parts) {
    const text = lineOf(part, reading)
    if (part.tagName === 'dt') {
      terms = isDefined ? [text] : [...terms, text]
      isDefined = false
      if (elementsIn(part).length > 0)
        reading.note({ position: placeOf(part, reading) }, { kind: 'termMarks' })
      continue
    }
    isDefined = true
    const content = inLines(readFlow(part, reading))
    const term = terms.join(', ')
    const attributes = isName(term) ? [{ key: 'term', value: term }] : []
    const written: PhrasingContent[] = [{ type: 'text', value: `${term}: ` }]
    const whole = isName(term) || term === '' ? content : [...written, ...content]
    const paragraph = toParagraph(withAttributes(whole, attributes), part, reading)
    children.push({ type: 'listItem', spread: false, children: [paragraph] })
  }
  if (!isDefined && terms.length > 0)
    children.push({
      type: 'listItem',
      spread: false,
      children: [toParagraph([{ type: 'text', value: terms.join(', ') }], element, reading)],
    })
  return children.length === 0
    ? []
    : [{ type: 'list', ordered: false, spread: false, children, position: placeOf(element, reading) }]
}

const rowNames = names('tr')
const captionNames = names('caption')

const alignOf = (cell: Element): 'left' | 'right' | 'center' | null => {
  const style = /text-align\s*:\s*(\w+)/i.exec(valueOf(cell, 'style'))?.[1]
  const align = (valueOf(cell, 'align') || style || '').toLowerCase()
  return align === 'left' || align === 'right' || align === 'center' ? align : null
}

/** A table, whose first row is of headings if its cells are. */
const readTable: Read = (element, reading) => {
  const position = placeOf(element, reading)
  const isOwn = (row: Element): boolean => {
    let parent = row.parentNode
    while (parent !== null && parent !== element && 'tagName' in parent && parent.tagName !== 'table')
      parent = parent.parentNode
    return parent === element
  }
  const rows = findAll(element, rowNames).filter(isOwn)
  const spans = rows
    .flatMap(elementsIn)
    .filter((cell) => valueOf(cell, 'colspan') > '1' || valueOf(cell, 'rowspan') > '1')
  if (spans.length > 0) reading.note({ position }, { kind: 'cellSpans', value: spans.length })
  const children = rows.map((row): TableRow => ({
    type: 'tableRow',
    children: elementsIn(row).map((cell): TableCell => ({
      type: 'tableCell',
      children: inLines(readFlow(cell, reading)),
      position: placeOf(cell, reading),
    })),
  }))
  const [first] = rows
  const isHeaded =
    first !== undefined &&
    (elementsIn(first).every(({ tagName }) => tagName === 'th') ||
      (first.parentNode !== null && 'tagName' in first.parentNode && first.parentNode.tagName === 'thead'))
  const [caption] = findAll(element, captionNames)
  const own = caption === undefined ? [] : inLines(readFlow(caption, reading))
  if (children.length === 0) return own.length === 0 ? [] : [toParagraph(own, element, reading)]
  return [
    {
      type: 'table',
      align: first === undefined ? [] : elementsIn(first).map(alignOf),
      children: isHeaded ? children : [{ type: 'tableRow', children: [] }, ...children],
      ...(own.length > 0 && { data: { caption: own } }),
      position,
    },
  ]
}

const readPre: Read = (element, reading) => {
  const value = textOf(element, reading).replace(/^\n/, '').trimEnd()
  const [code] = findAll(element, names('code'))
  const written = `${valueOf(element, 'class')} ${code === undefined ? '' : valueOf(code, 'class')}`
  const lang =
    /(?:^|\s)(?:language|lang|highlight-source)-([\w+#.-]+)/.exec(written)?.[1] ?? valueOf(element, 'lang')
  const own = {
    type: 'code',
    value,
    lang: lang === '' ? null : lang,
    position: placeOf(element, reading),
  } as const
  return value.trim() === '' ? [] : [own]
}

const signers = names('cite footer')

/** The last child of some names whose text may be a name or a label, and the others. A longer one is as any other. */
const splitNamed = (element: Element, tagNames: ReadonlySet<string>, reading: HtmlReading) => {
  const named = elementsIn(element).findLast(({ tagName }) => tagNames.has(tagName))
  const name = named === undefined ? '' : lineOf(named, reading)
  const own = isName(name) ? named : undefined
  const childNodes = element.childNodes.filter((child) => child !== own)
  return {
    name: isName(name) ? name : '',
    hasMarks: own !== undefined && elementsIn(own).length > 0,
    rest: { ...element, childNodes },
  }
}

const readQuote: Read = (element, reading) => {
  const { name, hasMarks, rest } = splitNamed(element, signers, reading)
  const position = placeOf(element, reading)
  if (hasMarks) reading.note({ position }, { kind: 'attributionMarks' })
  const children = readFlow(rest, reading) as BlockContent[]
  const cite = valueOf(element, 'cite')
  const last = children.at(-1)
  if (cite !== '' && Href.safeParse(cite).success && last?.type === 'paragraph')
    last.children.push({ type: 'attributes', value: '', attributes: [{ key: 'cite', value: cite }] })
  else if (cite !== '') reading.note({ position }, { kind: 'templateValues', text: `cite="${cite}"` })
  const attribution = name.replace(/^[\s—–-]+/, '')
  if (children.length === 0)
    return name === '' ? [] : [toParagraph([{ type: 'text', value: name }], element, reading)]
  return [{ type: 'blockquote', children, position, ...(attribution !== '' && { data: { attribution } }) }]
}

/** What folds out is a callout, with its summary as the label. */
const readDetails: Read = (element, reading) => {
  const { name: label, hasMarks, rest } = splitNamed(element, names('summary'), reading)
  const position = placeOf(element, reading)
  if (hasMarks) reading.note({ position }, { kind: 'labelMarks' })
  const children = readFlow(rest, reading) as BlockContent[]
  if (children.length === 0)
    return label === '' ? [] : [toParagraph([{ type: 'text', value: label }], element, reading)]
  const attributes = label === '' ? {} : { label }
  return [{ type: 'containerDirective', name: 'details', attributes, children, position }]
}

/** A figure: its caption belongs to the last image, video or table in it, and is a paragraph where there is none. */
const readFigure: Read = (element, reading) => {
  const captions = elementsIn(element).filter(({ tagName }) => tagName === 'figcaption')
  const childNodes = element.childNodes.filter((child) => !captions.includes(child as Element))
  const made = readFlow({ ...element, childNodes }, reading)
  const caption = captions.flatMap((each) => inLines(readFlow(each, reading)))
  if (isBlank(caption)) return made
  const last = made.at(-1)
  const first = last?.type === 'paragraph' ? last.children[0]?.type : undefined
  const isShown = last?.type === 'table' || first === 'image' || first === 'link'
  if (last === undefined || !isShown || last.data?.caption !== undefined)
    return [...made, toParagraph(caption, captions[0] ?? element, reading)]
  return [...made.slice(0, -1), { ...last, data: { ...last.data, caption } }]
}

const readPicture: Read = (element, reading) => {
  const [image] = findAll(element, names('img'))
  return image === undefined ? readMedia(element, reading) : [toImage(image, reading)]
}

const readers: Readonly<Record<string, Read>> = {
  ...Object.fromEntries(['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((name) => [name, readHeading])),
  ...Object.fromEntries(['ol', 'ul', 'menu'].map((name) => [name, readList])),
  ...Object.fromEntries(['audio', 'video', 'iframe', 'embed', 'object'].map((name) => [name, readMedia])),
  blockquote: readQuote,
  details: readDetails,
  dl: readDefinitions,
  figure: readFigure,
  hr: (element, reading) => [{ type: 'thematicBreak', position: placeOf(element, reading) }],
  picture: readPicture,
  pre: readPre,
  table: readTable,
}

const readBlock: Read = (element, reading) => {
  if (element.tagName === reading.place) {
    const node = nodeAt(element, reading)
    return node === undefined ? [] : [node]
  }
  const read = Object.hasOwn(readers, element.tagName) ? readers[element.tagName] : undefined
  if (read !== undefined) return read(element, reading)
  if (!flow.has(element.tagName) && element.tagName !== 'summary') {
    const position = placeOf(element, reading)
    if (element.tagName === 'a')
      reading.note({ position }, { kind: 'linkAround', text: valueOf(element, 'href') })
    else reading.note({ position }, { kind: 'tag', text: element.tagName })
  }
  return readFlow(element, reading)
}

/** The blocks of parsed HTML as blocks of a document. */
export const readElements = (fragment: Parent, reading: HtmlReading): RootContent[] =>
  readFlow(fragment, reading)
