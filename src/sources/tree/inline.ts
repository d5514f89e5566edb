import type { Html, Nodes, PhrasingContent, Text } from 'mdast'
import { toString } from 'mdast-util-to-string'
import type { Mark } from '../../article/marks.ts'
import { Href } from '../../article/text.ts'
import { definitionOf, sourceOf, type TreeContext } from './context.ts'
import { fit, type Marked } from './marked.ts'
import { addNote } from './notes.ts'
import { readTag, type Tag } from './tags.ts'

/** How the line ends of the source read: as a space, or, where the lines mean something, as a line end. */
export type Breaks = (text: string) => string

export const asSpaces: Breaks = (text) => text.replaceAll('\n', ' ')
export const asLines: Breaks = (text) => text

/** Content while it is read; `open` are the HTML tags that are not closed yet. */
type Piece = Marked & {
  open: (Tag & { kind: 'open'; start: number; node: Html })[]
  context: TreeContext
  breaks: Breaks
}

const markOfTag: Record<string, Mark['type']> = {
  a: 'link',
  b: 'strong',
  strong: 'strong',
  i: 'emphasis',
  em: 'emphasis',
  code: 'code',
}

/** HTML whose removal changes nothing in plain text. */
const plainTags = new Set(['bdi', 'wbr'])

type Opened = { type: Mark['type']; start: number; href: string; node: Nodes }

/** Marks the text from a start to the end of the piece. */
const addMark = (piece: Piece, { type, start, href, node }: Opened): void => {
  const end = piece.text.length
  if (type !== 'link') piece.marks.push({ type, start, end })
  else if (Href.safeParse(href).success) piece.marks.push({ type, start, end, href })
  else addNote(node, piece.context, { kind: 'link', text: href })
}

const readText = (node: Text, { context, breaks }: Piece): string => {
  const source = sourceOf(node, context)
  for (const [text] of source.matchAll(/(?<!\\)\[\^[^[\]\s]+\]/g)) {
    addNote(node, context, { kind: 'footnoteReference', text })
  }
  if (/(?<!\\)\*\*/.test(source)) addNote(node, context, { kind: 'strayStars' })
  return breaks(node.value)
}

const closeTag = (node: Html, name: string, piece: Piece): void => {
  const at = piece.open.findLastIndex((tag) => tag.name === name)
  const tag = piece.open[at]
  if (tag === undefined) return addNote(node, piece.context, { kind: 'unopenedTag', text: name })
  piece.open.splice(at, 1)
  return addMark(piece, { ...tag, type: markOfTag[name] ?? 'strong' })
}

const readHtml = (node: Html, piece: Piece): void => {
  const tag = readTag(node.value)
  if (tag.kind === 'comment') return addNote(node, piece.context, { kind: 'comment' })
  const { kind, name, alt } = tag
  if (name === 'br') piece.text += '\n'
  else if (Object.hasOwn(markOfTag, name)) {
    if (kind === 'close') closeTag(node, name, piece)
    else piece.open.push({ ...tag, kind, start: piece.text.length, node })
  } else if (name === 'img') readImage(node, alt, piece)
  else if (kind === 'open' && !plainTags.has(name)) addNote(node, piece.context, { kind: 'tag', text: name })
}

const readImage = (node: Nodes, alt: string, piece: Piece): void => {
  addNote(node, piece.context, { kind: 'imageInside', text: alt })
  piece.text += alt
}

const readOne = (node: PhrasingContent, piece: Piece): void => {
  const { context } = piece
  const start = piece.text.length
  const readMarked = (children: readonly PhrasingContent[], type: Mark['type'], href = '') => {
    for (const child of children) readOne(child, piece)
    addMark(piece, { type, start, href, node })
  }
  switch (node.type) {
    case 'text':
      piece.text += readText(node, piece)
      return
    case 'break':
      piece.text += '\n'
      return
    case 'inlineCode':
      piece.text += asSpaces(node.value)
      addMark(piece, { type: 'code', start, href: '', node })
      return
    case 'strong':
    case 'emphasis':
      readMarked(node.children, node.type)
      return
    case 'link':
      readMarked(node.children, 'link', node.url)
      if ((node.title ?? '') !== '') addNote(node, context, { kind: 'linkTitle', text: node.title ?? '' })
      return
    case 'linkReference': {
      const href = definitionOf(node.identifier, context)?.url ?? ''
      if (!node.identifier.startsWith('^')) return readMarked(node.children, 'link', href)
      for (const child of node.children) readOne(child, piece)
      return addNote(node, context, { kind: 'footnoteReference', text: sourceOf(node, context) })
    }
    case 'image':
      return readImage(node, node.alt ?? '', piece)
    case 'imageReference':
      definitionOf(node.identifier, context)
      return readImage(node, node.alt ?? '', piece)
    case 'html':
      return readHtml(node, piece)
    case 'attributes':
    case 'delete':
    case 'footnoteReference':
      // Attributes that do not end a block are text, and so is what CommonMark does not have.
      piece.text += piece.breaks(toString(node))
  }
}

/** The content of a paragraph as tidy text with marks by the rules of the model. */
export const readInline = (
  nodes: readonly PhrasingContent[],
  context: TreeContext,
  breaks = asSpaces,
): Marked => {
  const piece: Piece = { text: '', marks: [], open: [], context, breaks }
  for (const node of nodes) readOne(node, piece)
  for (const { name, node } of piece.open) addNote(node, context, { kind: 'unclosedTag', text: name })
  const marked = fit({ text: piece.text, marks: piece.marks.slice(0, context.mostMarks) })
  const value = piece.marks.length - context.mostMarks
  if (value > 0) addNote(nodes[0] ?? {}, context, { kind: 'manyMarks', text: marked.text, value })
  return marked
}

/** The content of a heading or title as one line of plain text. */
export const readLine = (nodes: readonly PhrasingContent[], context: TreeContext): string => {
  const { text, marks } = readInline(nodes, context)
  const types = [...new Set(marks.map(({ type }) => type))].join(', ')
  if (types !== '') addNote(nodes[0] ?? {}, context, { kind: 'headingMarks', text: types })
  return text.replaceAll('\n', ' ')
}
