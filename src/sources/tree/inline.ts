import type { Html, Link, Nodes, PhrasingContent, Resource, Text } from 'mdast'
import { toString } from 'mdast-util-to-string'
import { decodeFragment } from '../../article/addresses.ts'
import type { Mark } from '../../article/marks.ts'
import { Direction, directionOf, Href, Language } from '../../article/text.ts'
import { definitionOf, type Footnote, sourceOf, type TreeContext } from './context.ts'
import { fit, type Marked } from './marked.ts'
import { addNote } from './notes.ts'
import { readTag, type Tag } from './tags.ts'
import { expandTemplate, linkTemplates, type Template } from './templates.ts'

/** How the line ends of the source read: as a space, or, where the lines mean something, as a line end. */
export type Breaks = (text: string) => string

export const asSpaces: Breaks = (text) => text.replaceAll('\n', ' ')

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
  kbd: 'code',
  samp: 'code',
  tt: 'code',
  del: 'strike',
  s: 'strike',
  strike: 'strike',
  sup: 'superscript',
  sub: 'subscript',
  span: 'language',
  bdo: 'language',
  bdi: 'language',
}

/** HTML whose removal changes nothing in plain text. */
const plainTags = new Set(['wbr'])

type Opened = { type: Mark['type']; start: number; node: Nodes; href?: string; lang?: string; dir?: string }

/** Marks the text from a start to the end of the piece as a reference to a note. */
const addReference = (piece: Piece, start: number, { id }: Footnote): void => {
  piece.marks.push({ type: 'note', start, end: piece.text.length, note: id })
}

const addLink = (piece: Piece, { start, href = '', node }: Opened): void => {
  const note = href.startsWith('#') ? piece.context.notesById.get(decodeFragment(href)) : undefined
  if (note !== undefined) addReference(piece, start, note)
  else if (Href.safeParse(href).success) {
    if (piece.text.slice(start).trim() === '') addNote(node, piece.context, { kind: 'linkEmpty', text: href })
    else piece.marks.push({ type: 'link', start, end: piece.text.length, href })
  } else addNote(node, piece.context, { kind: 'link', text: href })
}

/** Marks a part of the text as being in a language, where a tag says one. */
const addLanguage = (piece: Piece, { start, lang, dir }: Opened): void => {
  const language = Language.safeParse(lang).data
  if (language === undefined) return
  const direction = Direction.safeParse(dir).data ?? directionOf(language)
  piece.marks.push({ type: 'language', start, end: piece.text.length, language, direction })
}

/** Marks the text from a start to the end of the piece. */
const addMark = (piece: Piece, opened: Opened): void => {
  const { type, start } = opened
  if (type === 'link') addLink(piece, opened)
  else if (type === 'language') addLanguage(piece, opened)
  else if (type !== 'note') piece.marks.push({ type, start, end: piece.text.length })
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
  const { kind, name, alt, src: url, title } = tag
  const isShown = name !== 'img' && title !== ''
  if (name === 'br') piece.text += '\n'
  else if (name === 'q') piece.text += kind === 'open' ? '“' : '”'
  else if (Object.hasOwn(markOfTag, name)) {
    if (kind === 'close') closeTag(node, name, piece)
    else piece.open.push({ ...tag, kind, start: piece.text.length, node })
  } else if (name === 'img') readImage(node, { url, alt, title }, piece)
  else if (kind === 'open' && !plainTags.has(name)) addNote(node, piece.context, { kind: 'tag', text: name })
  if (isShown) addNote(node, piece.context, { kind: 'linkTitle', text: title })
}

type Shown = { url: string; alt?: string | null | undefined; title?: string | null | undefined }

const readImage = (node: Nodes, { url, alt, title }: Shown, piece: Piece): void => {
  const text = [url, title ?? ''].filter((part) => part !== '').join(' ')
  addNote(node, piece.context, { kind: (alt ?? '') === '' ? 'imageInsideBare' : 'imageInside', text })
  piece.text += alt ?? ''
}

/** A template in a line: media is a link there. */
const readTemplate = (node: Template, piece: Piece): void => {
  if (node.kind === 'math') {
    piece.text += asSpaces(node.value)
    return
  }
  const made = expandTemplate(node, piece.context)
  if ('code' in made) return readOne({ type: 'inlineCode', value: made.code.value }, piece)
  const caption = made.attributes.filter(
    ({ key }) => key === 'caption' || key === 'credit' || key === 'title',
  )
  for (const { key, value } of caption) {
    addNote(node, piece.context, { kind: 'templateValues', text: `${key}="${value}"` })
  }
  for (const child of made.content)
    readOne({ ...child, ...(node.position && { position: node.position }) }, piece)
}

const readOne = (node: PhrasingContent, piece: Piece): void => {
  const { context } = piece
  const start = piece.text.length
  const readMarked = (
    children: readonly PhrasingContent[],
    type: Mark['type'],
    more: Partial<Pick<Opened, 'href' | 'lang' | 'dir'>> = {},
  ) => {
    for (const child of children) readOne(child, piece)
    addMark(piece, { type, start, node, ...more })
  }
  const readLink = (
    children: readonly PhrasingContent[],
    target: Pick<Resource, 'url' | 'title'> & Pick<Link, 'data'>,
  ) => {
    readMarked(children, 'link', { href: target.url })
    if (target.data?.isEmbed === true) addNote(node, context, { kind: 'embed', text: toString(node) })
    if ((target.title ?? '') !== '') addNote(node, context, { kind: 'linkTitle', text: target.title ?? '' })
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
      addMark(piece, { type: 'code', start, node })
      return
    case 'strong':
    case 'emphasis':
      readMarked(node.children, node.data?.mark ?? node.type, node.data?.language)
      return
    case 'delete':
      readMarked(node.children, 'strike')
      return
    case 'footnoteReference': {
      const note = context.footnotes.get(node.identifier)
      piece.text += `[${note?.label ?? node.identifier}]`
      if (note !== undefined) addReference(piece, start, note)
      return
    }
    case 'link':
      return readLink(node.children, node)
    case 'linkReference':
      return readLink(node.children, definitionOf(node.identifier, context) ?? { url: '' })
    case 'image':
      return readImage(node, node, piece)
    case 'imageReference':
      return readImage(node, { url: '', ...definitionOf(node.identifier, context), alt: node.alt }, piece)
    case 'html':
      return readHtml(node, piece)
    case 'template':
      return readTemplate(node, piece)
    case 'attributes':
    case 'textDirective':
      // Attributes that do not end a block are text.
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
  for (const node of linkTemplates(nodes, context)) readOne(node, piece)
  for (const { name, node } of piece.open) addNote(node, context, { kind: 'unclosedTag', text: name })
  const marked = fit({ text: piece.text, marks: piece.marks.slice(0, context.mostMarks) })
  const value = piece.marks.length - context.mostMarks
  if (value > 0) addNote(nodes[0] ?? {}, context, { kind: 'manyMarks', text: marked.text, value })
  return marked
}

/** The content of a heading as one line of text with its marks. */
export const readLine = (nodes: readonly PhrasingContent[], context: TreeContext): Marked => {
  const { text, marks } = readInline(nodes, context)
  return { text: text.replaceAll('\n', ' '), marks }
}
