import type { ParagraphFile } from '../article/file.ts'
import type { DomElement, DomNode } from './dom.ts'
import { type Desk, readInline, readLine } from './inline.ts'
import type { Marked } from './lines.ts'
import { cite, count } from './notes.ts'

/** A heading, or a paragraph as a file has it; the levels of headings are those of HTML until all are known. */
export type Block = { heading: string; level: number } | Exclude<ParagraphFile, string>

/** Reads the blocks inside an element; handed to the parts that hold blocks themselves. */
export type ReadBlocks = (element: DomElement) => Block[]

const isPlain = (block: Block): block is Marked & { type?: 'text' } =>
  !('heading' in block) && (block.type === undefined || block.type === 'text')

/** Blocks as the lines of one paragraph: what stands inside a quote or an item. Images go out again. */
const toLines = (blocks: Block[]): { lines: Marked[]; images: Block[]; isChanged: boolean } => {
  const lines: Marked[] = []
  const images: Block[] = []
  let isChanged = false
  for (const block of blocks) {
    if (isPlain(block)) lines.push({ text: block.text, marks: block.marks ?? [] })
    else {
      if ('heading' in block) lines.push({ text: block.heading, marks: [] })
      else if (block.type === 'image') images.push(block)
      else if (block.type === 'list') lines.push(...block.items.map(toMarked))
      else if (block.type === 'quote') lines.push({ text: block.text, marks: block.marks ?? [] })
      isChanged ||= 'heading' in block || block.type !== 'image'
    }
  }
  return { lines, images, isChanged }
}

type Item = string | { text: string; marks?: Marked['marks'] | undefined }

const toMarked = (item: Item): Marked =>
  typeof item === 'string' ? { text: item, marks: [] } : { text: item.text, marks: item.marks ?? [] }

const joinLines = (lines: Marked[]): Marked => {
  let text = ''
  const marks: Marked['marks'] = []
  for (const line of lines) {
    if (text !== '') text += '\n'
    marks.push(
      ...line.marks.map((mark) => ({
        ...mark,
        start: mark.start + text.length,
        end: mark.end + text.length,
      })),
    )
    text += line.text
  }
  return { text, marks }
}

const dash = /^[\s\-–—―]+/u

/** A quotation, with who said it: its cite or footer, or a last line that begins with a dash. */
export const readQuote = (quote: DomElement, read: ReadBlocks, desk: Desk): Block[] => {
  const signed = [...quote.children].findLast(
    ({ localName, textContent }) =>
      (localName === 'cite' || localName === 'footer') && textContent.trim() !== '',
  )
  const signature = signed === undefined ? '' : readLine([signed], desk)
  signed?.remove()
  const { lines, images, isChanged } = toLines(read(quote))
  const last = lines.at(-1)?.text ?? ''
  const isSigned = signature === '' && lines.length > 1 && /^[–—―]/u.test(last) && last.length <= 200
  if (isSigned) lines.pop()
  const attribution = (isSigned ? last : signature).replace(dash, '').replaceAll('\n', ' ').slice(0, 500)
  if (lines.length === 0)
    return attribution === '' ? images : [{ type: 'text', text: attribution }, ...images]
  const { text, marks } = joinLines(lines)
  if (isChanged) desk.notes.add(`the quote ${cite(text)} held headings, lists or quotes: they are its lines`)
  return [{ type: 'quote', text, marks, ...(attribution === '' ? {} : { attribution }) }, ...images]
}

/** A list. The model has no list in a list: the inner items follow the one they stand in. */
export const readList = (list: DomElement, read: ReadBlocks, desk: Desk): Block[] => {
  const items: Marked[] = []
  const images: Block[] = []
  for (const child of list.children) {
    const blocks = read(child)
    const own = toLines(blocks.filter((block) => 'heading' in block || block.type !== 'list'))
    const inner = blocks.flatMap((block) => ('items' in block ? block.items.map(toMarked) : []))
    if (own.lines.length > 0) items.push(joinLines(own.lines))
    if (inner.length > 0)
      desk.notes.add(
        `a list stood inside an item of a list: ${cite(inner[0]?.text ?? '')} and what follows it there are items of the outer one`,
      )
    items.push(...inner)
    images.push(...own.images)
  }
  if (items.length === 0) return images
  const ordered = list.localName === 'ol'
  const start = list.getAttribute('start') ?? '1'
  if (ordered && start !== '1')
    desk.notes.add(
      `the list of ${cite(items[0]?.text ?? '')} began with ${cite(start)}: it is numbered from 1`,
    )
  return [{ type: 'list', ...(ordered ? { ordered } : {}), items }, ...images]
}

/** Terms and what is said of them, each pair an item. */
export const readDefinitions = (list: DomElement, desk: Desk): Block[] => {
  const items: string[] = []
  for (const part of list.querySelectorAll('dt, dd')) {
    const line = readLine([part], desk)
    const before = items.at(-1)
    if (line === '') continue
    if (part.localName === 'dd' && before?.endsWith(':') === true)
      items[items.length - 1] = `${before} ${line}`
    else items.push(part.localName === 'dt' ? `${line}:` : line)
  }
  if (items.length === 0) return []
  desk.notes.add(`a list of definitions became a list: ${cite(items[0] ?? '')}`)
  return [{ type: 'list', items }]
}

const rowsOf = (table: DomElement): DomElement[] => [...table.querySelectorAll('tr')]

/** A table that only lays out the page has one column, or says so. */
export const isLayout = (table: DomElement): boolean =>
  table.getAttribute('role') === 'presentation' ||
  table.querySelector('table') !== null ||
  rowsOf(table).every((row) => [...row.children].length < 2)

/** A table as lines of text: a row a line, a bar between two cells. */
export const readTable = (table: DomElement, desk: Desk): Block[] => {
  const caption = table.querySelector('caption')
  const title = caption === null ? '' : readLine([caption], desk)
  const rows = rowsOf(table)
    .map((row) => [...row.children].map((cell) => readLine([cell], desk)).join(' | '))
    .filter((row) => /[^|\s]/.test(row))
  if (rows.length === 0) return []
  desk.notes.add(`a table of ${count(rows.length, 'row')} became lines of text: ${cite(rows[0] ?? '')}`)
  return [
    { type: 'text', text: [...(title === '' ? [] : [title]), ...rows].map((row) => row.trim()).join('\n') },
  ]
}

/** Preformatted text: its lines, as code. */
export const readPre = (pre: DomElement, desk: Desk): Block[] => {
  const { pieces } = readInline([...pre.childNodes] as DomNode[], desk, [{ type: 'code' }], true)
  if (pieces.length > 0)
    desk.notes.add(
      `preformatted text lost the white space its lines begin with: ${cite(pieces[0]?.text ?? '')}`,
    )
  return pieces.map((piece) => ({ type: 'text', ...piece }))
}
