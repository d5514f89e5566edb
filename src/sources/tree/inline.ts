import type { Html, PhrasingContent, Text } from 'mdast'
import { toString } from 'mdast-util-to-string'
import type { Mark } from '../../article/marks.ts'
import { Href } from '../../article/text.ts'
import { type TreeContext, definitionOf, sourceOf } from './context.ts'
import { addNote } from './notes.ts'
import { fit, type Marked } from './marked.ts'
import { readTag, type Tag } from './tags.ts'

/** How the line ends of the source read: as a space, or, where the lines mean something, as a line end. */
export type Breaks = (text: string) => string

export const asSpaces: Breaks = (text) => text.replaceAll('\n', ' ')
export const asLines: Breaks = (text) => text

/** Content while it is read; `open` are the HTML tags that are not closed yet. */
type Piece = Marked & { open: (Tag & { kind: 'open'; start: number; node: Html })[] }

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

/** Marks the text from `start` to the end of the piece. */
const addMark = (piece: Piece, start: number, type: Exclude<Mark['type'], 'link'>) => {
  if (piece.text.length > start) piece.marks.push({ type, start, end: piece.text.length })
}

type Target = { href: string; node: PhrasingContent }

const addLink = (piece: Piece, start: number, { href, node }: Target, context: TreeContext) => {
  if (!Href.safeParse(href).success) addNote(node, context, { kind: 'link', text: href })
  else if (piece.text.length > start) piece.marks.push({ type: 'link', start, end: piece.text.length, href })
}

const readText = (node: Text, context: TreeContext, breaks: Breaks): string => {
  const source = sourceOf(node, context)
  for (const [text] of source.matchAll(/(?<!\\)\[\^[^[\]\s]+\]/g)) {
    addNote(node, context, { kind: 'footnoteReference', text })
  }
  if (/(?<!\\)\*\*/.test(source)) addNote(node, context, { kind: 'strayStars' })
  return breaks(node.value)
}

const closeTag = (piece: Piece, name: string, node: Html, context: TreeContext) => {
  const at = piece.open.findLastIndex((tag) => tag.name === name)
  const tag = piece.open[at]
  if (tag === undefined) return addNote(node, context, { kind: 'unopenedTag', text: name })
  piece.open.splice(at, 1)
  const type = markOfTag[name] ?? 'strong'
  if (type === 'link') addLink(piece, tag.start, tag, context)
  else addMark(piece, tag.start, type)
}

const readHtml = (node: Html, piece: Piece, context: TreeContext) => {
  const tag = readTag(node.value)
  if (tag.kind === 'comment') return addNote(node, context, { kind: 'comment' })
  const { kind, name } = tag
  if (name === 'br') piece.text += '\n'
  else if (Object.hasOwn(markOfTag, name)) {
    if (kind === 'close') closeTag(piece, name, node, context)
    else piece.open.push({ ...tag, kind, start: piece.text.length, node })
  } else if (name === 'img') readImage(node, tag.alt, piece, context)
  else if (kind === 'open' && !plainTags.has(name)) addNote(node, context, { kind: 'tag', text: name })
}

const readImage = (node: PhrasingContent, alt: string, piece: Piece, context: TreeContext) => {
  addNote(node, context, { kind: 'imageInside', text: alt })
  piece.text += alt
}

const readOne = (node: PhrasingContent, piece: Piece, context: TreeContext, breaks: Breaks): void => {
  const start = piece.text.length
  const readChildren = (children: readonly PhrasingContent[]) => {
    for (const child of children) readOne(child, piece, context, breaks)
  }
  switch (node.type) {
    case 'text':
      piece.text += readText(node, context, breaks)
      return
    case 'break':
      piece.text += '\n'
      return
    case 'inlineCode':
      piece.text += asSpaces(node.value)
      addMark(piece, start, 'code')
      return
    case 'strong':
    case 'emphasis':
      readChildren(node.children)
      addMark(piece, start, node.type)
      return
    case 'link':
      readChildren(node.children)
      addLink(piece, start, { href: node.url, node }, context)
      if ((node.title ?? '') !== '') addNote(node, context, { kind: 'linkTitle', text: node.title ?? '' })
      return
    case 'linkReference': {
      readChildren(node.children)
      const href = definitionOf(node.identifier, context)?.url ?? ''
      if (!node.identifier.startsWith('^')) addLink(piece, start, { href, node }, context)
      else addNote(node, context, { kind: 'footnoteReference', text: sourceOf(node, context) })
      return
    }
    case 'image':
      readImage(node, node.alt ?? '', piece, context)
      return
    case 'imageReference':
      definitionOf(node.identifier, context)
      readImage(node, node.alt ?? '', piece, context)
      return
    case 'html':
      readHtml(node, piece, context)
      return
    case 'attributes':
    case 'delete':
    case 'footnoteReference':
      // Attributes that do not end a block are text, and so is what CommonMark does not have.
      piece.text += breaks(toString(node))
  }
}

/** The content of a paragraph as tidy text with marks by the rules of the model. */
export const readInline = (
  nodes: readonly PhrasingContent[],
  context: TreeContext,
  breaks = asSpaces,
): Marked => {
  const piece: Piece = { text: '', marks: [], open: [] }
  for (const node of nodes) readOne(node, piece, context, breaks)
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
