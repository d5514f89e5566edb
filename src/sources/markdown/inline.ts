import type { Html, PhrasingContent, Text } from 'mdast'
import { toString } from 'mdast-util-to-string'
import type { Mark } from '../../article/marks.ts'
import { Href } from '../../article/text.ts'
import { definitionOf, type Desk, sourceOf, warn } from './desk.ts'
import { fit, type Marked } from './marked.ts'
import { readTag, type Tag } from './tags.ts'

/** How the line ends of the source read: a space, or, where the lines mean something, a line end. */
export type Breaks = (text: string) => string

export const asSpaces: Breaks = (text) => text.replaceAll('\n', ' ')
export const asLines: Breaks = (text) => text

/** Content while it is read; `open` are the HTML tags that wait for their end. */
type Piece = Marked & { open: (Tag & { kind: 'open'; start: number; node: Html })[] }

type Plain = Exclude<Mark['type'], 'link'>

const markOfTag: Record<string, Mark['type']> = {
  a: 'link',
  b: 'strong',
  strong: 'strong',
  i: 'emphasis',
  em: 'emphasis',
  code: 'code',
}

/** HTML that plain text does as well without. */
const plainTags = new Set(['bdi', 'wbr'])

const leadsTo = 'a link leads to a web, mail or telephone address, or a path'

const short = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text)

const mark = (piece: Piece, type: Plain, start: number) => {
  if (piece.text.length > start) piece.marks.push({ type, start, end: piece.text.length })
}

const link = (piece: Piece, start: number, href: string, node: PhrasingContent, desk: Desk) => {
  if (!Href.safeParse(href).success) {
    warn(node, desk, `links to ${short(href)}`, `kept as its text: ${leadsTo}`)
  } else if (piece.text.length > start) {
    piece.marks.push({ type: 'link', start, end: piece.text.length, href })
  }
}

const readText = (node: Text, desk: Desk, breaks: Breaks): string => {
  for (const [footnote] of sourceOf(node, desk).matchAll(/(?<!\\)\[\^[^[\]\s]+\]/g)) {
    warn(node, desk, `refers to the footnote ${footnote}`, 'kept as text')
  }
  if (/(?<!\\)\*\*/.test(sourceOf(node, desk))) {
    const hint = 'kept as text: write <strong>…</strong>, or \\*\\* where it is meant as text'
    warn(node, desk, 'has ** that marks nothing', hint)
  }
  return breaks(node.value)
}

const close = (piece: Piece, name: string, node: Html, desk: Desk) => {
  const at = piece.open.findLastIndex((tag) => tag.name === name)
  const tag = piece.open[at]
  if (tag === undefined) return warn(node, desk, `has </${name}>, which nothing opens`, 'left out')
  piece.open.splice(at, 1)
  const type = markOfTag[name] ?? 'strong'
  if (type === 'link') link(piece, tag.start, tag.href, tag.node, desk)
  else mark(piece, type, tag.start)
}

const readHtml = (node: Html, piece: Piece, desk: Desk) => {
  const tag = readTag(node.value)
  if (tag.kind === 'comment') return warn(node, desk, 'is an HTML comment', 'left out')
  const { kind, name } = tag
  if (name === 'br') piece.text += '\n'
  else if (Object.hasOwn(markOfTag, name)) {
    if (kind === 'close') close(piece, name, node, desk)
    else piece.open.push({ ...tag, kind, start: piece.text.length, node })
  } else if (name === 'img') readImage(node, tag.alt, piece, desk)
  else if (kind === 'open' && !plainTags.has(name)) {
    warn(node, desk, `is the HTML <${name}>`, 'what it holds is kept as text')
  }
}

const readImage = (node: PhrasingContent, alt: string, piece: Piece, desk: Desk) => {
  const became =
    alt === '' ? 'left out: it has no text that stands for it' : 'kept as the text that stands for it'
  warn(node, desk, 'is an image within text', became)
  piece.text += alt
}

const readAll = (nodes: readonly PhrasingContent[], piece: Piece, desk: Desk, breaks: Breaks) => {
  for (const node of nodes) readOne(node, piece, desk, breaks)
}

const readOne = (node: PhrasingContent, piece: Piece, desk: Desk, breaks: Breaks): void => {
  const start = piece.text.length
  switch (node.type) {
    case 'text':
      piece.text += readText(node, desk, breaks)
      return
    case 'break':
      piece.text += '\n'
      return
    case 'inlineCode':
      piece.text += asSpaces(node.value)
      mark(piece, 'code', start)
      return
    case 'strong':
    case 'emphasis':
      readAll(node.children, piece, desk, breaks)
      mark(piece, node.type, start)
      return
    case 'link':
      readAll(node.children, piece, desk, breaks)
      link(piece, start, node.url, node, desk)
      if ((node.title ?? '') !== '') warn(node, desk, `has the title ${short(node.title ?? '')}`, 'left out')
      return
    case 'linkReference': {
      readAll(node.children, piece, desk, breaks)
      const url = definitionOf(node.identifier, desk)?.url ?? ''
      if (!node.identifier.startsWith('^')) link(piece, start, url, node, desk)
      else warn(node, desk, `refers to the footnote ${sourceOf(node, desk)}`, 'kept as text')
      return
    }
    case 'image':
      readImage(node, node.alt ?? '', piece, desk)
      return
    case 'imageReference':
      definitionOf(node.identifier, desk)
      readImage(node, node.alt ?? '', piece, desk)
      return
    case 'html':
      readHtml(node, piece, desk)
      return
    case 'attributes':
    case 'delete':
    case 'footnoteReference':
      // Attributes that end no block are text, as is whatever CommonMark has not.
      piece.text += breaks(toString(node))
  }
}

/** The content of a paragraph as text with its marks, tidy and by the model's rules. */
export const readInline = (nodes: readonly PhrasingContent[], desk: Desk, breaks = asSpaces): Marked => {
  const piece: Piece = { text: '', marks: [], open: [] }
  readAll(nodes, piece, desk, breaks)
  for (const { name, node } of piece.open) warn(node, desk, `has <${name}>, which nothing closes`, 'left out')
  return fit(piece)
}

/** The content of a heading or title: one line of plain text. */
export const readLine = (nodes: readonly PhrasingContent[], desk: Desk): string => {
  const { text, marks } = readInline(nodes, desk)
  const [first] = nodes
  if (marks.length > 0 && first !== undefined) {
    warn(
      first,
      desk,
      `has ${[...new Set(marks.map(({ type }) => type))].join(', ')} in a heading`,
      'kept as plain text',
    )
  }
  return text.replaceAll('\n', ' ')
}
