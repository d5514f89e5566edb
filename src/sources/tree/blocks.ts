import type {
  Blockquote,
  BlockContent,
  DefinitionContent,
  List,
  ListItem,
  Paragraph,
  RootContent,
  Table,
} from 'mdast'
import { type TreeContext, sourceOf } from './context.ts'
import { addNote } from './notes.ts'
import { asLines, asSpaces, type Breaks, readInline } from './inline.ts'
import { fit, join, type Marked, rewrite } from './marked.ts'
import { textOfHtml } from './tags.ts'

const toMarked = (text: string): Marked => fit({ text, marks: [] })

/** `|---|:-:|`; part by part, for a pattern with white space on both sides of a bar that may be missing is quadratic. */
const isDelimiterRow = (row: string): boolean =>
  row
    .trim()
    .replace(/^\|/, '')
    .replace(/\|$/, '')
    .split('|')
    .every((cell) => /^:?-+:?$/.test(cell.trim()))

/** Whether the source of a paragraph is a table in GitHub Flavored Markdown; CommonMark has no tables. */
const isTable = (source: string): boolean => {
  const [head = '', row = ''] = source.split('\n', 2)
  return head.includes('|') && row.includes('|') && !head.endsWith('\\') && isDelimiterRow(row)
}

/** A table that was read as a paragraph, as text: a row to a line, its cells apart by ` | `. */
const readRows = (rows: Marked): Marked => {
  const plain = rewrite(rows, /(?<=^[^\n]*)\n[^\n]*/g, () => '')
  return fit(rewrite(plain, /^[ \t]*\|[ \t]*|\|[ \t]*$/gm, () => ''))
}

export const readParagraph = (node: Paragraph, context: TreeContext, breaks: Breaks = asSpaces): Marked => {
  if (!isTable(sourceOf(node, context))) return readInline(node.children, context, breaks)
  addNote(node, context, { kind: 'table' })
  return readRows(readInline(node.children, context, asLines))
}

/** A table as text: its caption, then a row to a line, its cells apart by ` | `. */
const readTable = (table: Table, context: TreeContext): Marked => {
  const rows = table.children
    .map(({ children }) => children.map((cell) => readInline(cell.children, context).text).join(' | '))
    .filter((row) => /[^|\s]/.test(row))
  if (rows.length > 0) addNote(table, context, { kind: 'table', text: rows[0] ?? '', value: rows.length })
  return toMarked([table.data?.caption ?? '', ...rows].join('\n'))
}

/** Lines of code with a mark each, for a mark of code must not go over a line end. */
const readCode = (code: string): Marked => {
  const lines = code.split('\n').map((line) => line.trim())
  const kept = lines.filter((line) => line !== '')
  return join(
    kept.map((line) => ({ text: line, marks: [{ type: 'code', start: 0, end: line.length }] })),
    '\n',
  )
}

/** A block that the model does not have, as text with a note; a definition is empty, for its references tell of it. */
export const readForeign = (node: RootContent, context: TreeContext): Marked => {
  if (node.type === 'code') {
    addNote(node, context, { kind: 'code' })
    return fit(readCode(node.value))
  }
  if (node.type === 'table') return readTable(node, context)
  if (node.type === 'thematicBreak') {
    addNote(node, context, { kind: 'thematicBreak' })
    return toMarked('* * *')
  }
  if (node.type === 'html') {
    const marked = toMarked(textOfHtml(node.value))
    addNote(node, context, { kind: node.value.startsWith('<!') ? 'comment' : 'html', text: marked.text })
    return marked
  }
  if (node.type !== 'definition' || !node.identifier.startsWith('^')) return toMarked('')
  addNote(node, context, { kind: 'footnote', text: node.identifier })
  return toMarked(sourceOf(node, context))
}

const nameOf: Partial<Record<RootContent['type'], string>> = {
  heading: 'a heading',
  list: 'a list',
  blockquote: 'a quote',
}

/** A list as lines of text. */
const readLines = (list: List, context: TreeContext): Marked => {
  const bullet = (index: number) => toMarked(list.ordered === true ? `${index + 1}.` : '•')
  return join(
    readItems(list, context).map((item, index) => join([bullet(index), item], ' ')),
    '\n',
  )
}

type Around = { name: string; breaks: Breaks }

/** Blocks within a quote or an item as text, each on lines of its own, with a note on those that are no paragraphs. */
export const readFlow = (
  nodes: readonly RootContent[],
  context: TreeContext,
  { name, breaks }: Around,
): Marked => {
  const parts = nodes.map((node): Marked => {
    const inner = nameOf[node.type]
    if (inner !== undefined) addNote(node, context, { kind: 'blockInside', text: `${inner} within ${name}` })
    if (node.type === 'paragraph') return readParagraph(node, context, breaks)
    if (node.type === 'heading') return readInline(node.children, context)
    if (node.type === 'blockquote') return readFlow(node.children, context, { name: 'a quote', breaks })
    return node.type === 'list' ? readLines(node, context) : readForeign(node, context)
  })
  return fit(
    join(
      parts.filter((part) => part.text !== ''),
      '\n',
    ),
  )
}

const isList = (node: BlockContent | DefinitionContent): node is List => node.type === 'list'

const readItem = (item: ListItem, context: TreeContext): Marked[] => {
  const blocks = item.children.filter((node) => !isList(node))
  const own = readFlow(blocks, context, { name: 'an item', breaks: asSpaces })
  if (own.text === '') addNote(item, context, { kind: 'emptyItem' })
  const inner = item.children.filter(isList).flatMap((list) => {
    const items = readItems(list, context)
    addNote(list, context, { kind: 'listInList', text: items[0]?.text ?? '' })
    return items
  })
  return own.text === '' ? inner : [own, ...inner]
}

/** The items of a list. The model has no list in a list: inner items follow the item that holds them. */
export const readItems = (list: List, context: TreeContext): Marked[] => {
  const items = list.children.flatMap((item) => readItem(item, context))
  if (list.ordered === true && list.start !== 1) {
    addNote(list, context, { kind: 'listStart', text: items[0]?.text ?? '', value: list.start ?? 1 })
  }
  return items
}

/** In a quote a line that begins with a dash is a line of its own, for it may say who is quoted. */
const beforeDashes: Breaks = (written) => written.replaceAll(/\n(?!(?:—|--)(?:[ \n]|$))/g, ' ')

/** A quote, and who said it: what its last line names after a dash. A lone dash there names nobody. */
export const readQuote = (node: Blockquote, context: TreeContext): Marked & { attribution?: string } => {
  const given = node.data?.attribution
  const breaks = given === undefined ? beforeDashes : asSpaces
  const all = readFlow(node.children, context, { name: 'a quote', breaks })
  if (given !== undefined) return given === '' ? all : { ...all, attribution: given }
  const found = /\n(?:—|--)(?: ([^\n]+))?$/.exec(all.text)
  if (found === null) return all
  const kept = all.marks.filter(({ start }) => start < found.index)
  if (all.marks.length > kept.length) addNote(node, context, { kind: 'attributionMarks' })
  const quote = {
    text: all.text.slice(0, found.index),
    marks: kept.map((mark) => ({ ...mark, end: Math.min(mark.end, found.index) })),
  }
  const name = found[1]
  return name === undefined ? quote : { ...quote, attribution: name }
}
