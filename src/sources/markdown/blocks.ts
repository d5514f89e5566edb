import type {
  Blockquote,
  BlockContent,
  DefinitionContent,
  List,
  ListItem,
  Paragraph,
  RootContent,
} from 'mdast'
import { asLines, asSpaces, type Breaks, readInline } from './inline.ts'
import { type Desk, sourceOf, warn } from './desk.ts'
import { fit, join, type Marked } from './marked.ts'
import { isTable, readTable } from './table.ts'
import { textOfHtml } from './tags.ts'

const nothing: Marked = { text: '', marks: [] }

const text = (written: string): Marked => fit({ text: written, marks: [] })

/** Lines of code, each marked as such; a mark does not run over a line end. */
const readCode = (code: string): Marked => {
  const lines = code.split('\n').map((line) => line.trim())
  const kept = lines.filter((line) => line !== '')
  return join(
    kept.map((line) => ({ text: line, marks: [{ type: 'code', start: 0, end: line.length }] })),
    '\n',
  )
}

export const readParagraph = (node: Paragraph, desk: Desk, breaks: Breaks = asSpaces): Marked => {
  if (!isTable(sourceOf(node, desk))) return readInline(node.children, desk, breaks)
  warn(node, desk, 'is a table', 'kept as text, a row to a line')
  return readTable(readInline(node.children, desk, asLines))
}

/** The reading of a block that the model has not, with a warning; of a definition nothing, for what names it tells of it. */
export const readForeign = (node: RootContent, desk: Desk): Marked => {
  if (node.type === 'code') {
    warn(node, desk, 'is a block of code', 'kept as lines of code, without their indentation and blank lines')
    return fit(readCode(node.value))
  }
  if (node.type === 'thematicBreak') {
    warn(node, desk, 'is a break between parts', 'kept as the text * * *')
    return text('* * *')
  }
  if (node.type === 'html') {
    const read = text(textOfHtml(node.value))
    const name = node.value.startsWith('<!') ? 'an HTML comment' : 'a block of HTML'
    warn(node, desk, `is ${name}`, read.text === '' ? 'left out' : 'kept as its text')
    return read
  }
  if (node.type !== 'definition' || !node.identifier.startsWith('^')) return nothing
  warn(node, desk, `is the footnote [${node.identifier}]`, 'kept as text')
  return text(sourceOf(node, desk))
}

const nameOf: Partial<Record<RootContent['type'], string>> = {
  heading: 'a heading',
  list: 'a list',
  blockquote: 'a quote',
}

/** A list as lines of text. */
const readLines = (list: List, desk: Desk): Marked => {
  const bullet = (index: number) => text(list.ordered === true ? `${index + 1}.` : '•')
  return join(
    readItems(list, desk).map((item, index) => join([bullet(index), item], ' ')),
    '\n',
  )
}

/** Blocks within a quote or an item as text: each begins a line, and what is no paragraph is told of. */
const readFlow = (nodes: readonly RootContent[], desk: Desk, around: string, breaks: Breaks): Marked => {
  const parts = nodes.map((node): Marked => {
    const name = nameOf[node.type]
    if (name !== undefined) warn(node, desk, `is ${name} within ${around}`, 'kept as text')
    if (node.type === 'paragraph') return readParagraph(node, desk, breaks)
    if (node.type === 'heading') return readInline(node.children, desk)
    if (node.type === 'blockquote') return readFlow(node.children, desk, 'a quote', breaks)
    return node.type === 'list' ? readLines(node, desk) : readForeign(node, desk)
  })
  const kept = parts.filter((part) => part.text !== '')
  return fit(join(kept, '\n'))
}

const isList = (node: BlockContent | DefinitionContent): node is List => node.type === 'list'

const readItem = (item: ListItem, desk: Desk): Marked[] => {
  const own = readFlow(
    item.children.filter((node) => !isList(node)),
    desk,
    'an item',
    asSpaces,
  )
  if (own.text === '') warn(item, desk, 'is an item without text', 'left out')
  const inner = item.children.filter(isList).flatMap((list) => {
    warn(list, desk, 'is a list within a list', 'its items are kept as items of the list around it')
    return readItems(list, desk)
  })
  return own.text === '' ? inner : [own, ...inner]
}

/** The items of a list, those of the lists within it after the item they belong to. */
export const readItems = (list: List, desk: Desk): Marked[] => {
  const { start } = list
  if (list.ordered === true && start !== 1) {
    warn(list, desk, `is a list that begins at ${start ?? 1}`, 'kept as one that begins at 1')
  }
  return list.children.flatMap((item) => readItem(item, desk))
}

/** In a quote a line that begins with a dash is a line of its own, so that the name of who said it may stand there. */
const beforeDashes: Breaks = (written) => written.replaceAll(/\n(?!(?:—|--)(?:[ \n]|$))/g, ' ')

/** A quote, and who said it: what its last line names after a dash. A lone dash there names nobody. */
export const readQuote = (node: Blockquote, desk: Desk): Marked & { attribution?: string } => {
  const all = readFlow(node.children, desk, 'a quote', beforeDashes)
  const found = /\n(?:—|--)(?: ([^\n]+))?$/.exec(all.text)
  if (found === null) return all
  const kept = all.marks.filter(({ start }) => start < found.index)
  const quote = {
    text: all.text.slice(0, found.index),
    marks: kept.map((mark) => ({ ...mark, end: Math.min(mark.end, found.index) })),
  }
  if (all.marks.length > quote.marks.length) {
    warn(node, desk, 'has marks in the name of who said it', 'kept as plain text')
  }
  const said = found[1]
  return said === undefined ? quote : { ...quote, attribution: said }
}
