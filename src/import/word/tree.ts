import type { Element, ElementContent } from 'hast'
import { directionOf } from '../../article/text.ts'
import { mostRuns } from '../limits.ts'
import type { Notes } from '../notes.ts'
import { textOfBlock, type WordBlock, type WordCell, type WordParagraph, type WordTable } from './blocks.ts'
import { placeOfPieces, type WholePlace, withLanguages, type WordPlace } from './language.ts'
import type { ListNumber } from './numbering.ts'
import { textOfPieces, type WordMarks, type WordPiece } from './pieces.ts'
import { isTicked } from './symbols.ts'

/** What the making of the tree carries along. */
export type TreeParts = {
  whole: WholePlace
  notes: Notes
  /** The text of a note; undefined where the document has no such note. */
  noteOf: (kind: 'footnote' | 'endnote', id: string) => WordBlock[] | undefined
}

const toElement = (
  tagName: string,
  { lang, dir }: WordPlace,
  children: ElementContent[],
  properties: Record<string, string> = {},
): Element => ({ type: 'element', tagName, properties: { ...properties, lang, dir }, children })

const stray = /[\p{Noncharacter_Code_Point}\u007F-\u0084\u0086-\u009F]/gu

const toTextNode = (value: string): ElementContent => ({
  type: 'text',
  value: value.replaceAll(/[\u2028\u2029\u0085]/g, ' ').replaceAll(stray, ''),
})

/** The marks of a piece from the outermost to the innermost, and what each is in HTML. */
const markOrder = ['href', 'language', 'strong', 'emphasis', 'strike', 'shift', 'code'] as const
const tags: Record<(typeof markOrder)[number], string> = {
  href: 'a',
  language: 'span',
  strong: 'strong',
  emphasis: 'em',
  strike: 's',
  shift: 'sup',
  code: 'code',
}

/** Neighbours that are equal in something, together. */
const runsOf = <Item>(items: readonly Item[], isSame: (one: Item, other: Item) => boolean): Item[][] => {
  const runs: Item[][] = []
  for (const item of items) {
    const run = runs.at(-1)
    if (run?.[0] !== undefined && isSame(run[0], item)) run.push(item)
    else runs.push([item])
  }
  return runs
}

const isBlankPiece = (piece: WordPiece): boolean => piece.type === 'text' && piece.value.trim() === ''

/** Pieces of a heading, which is not marked as strong only because all of it is. */
const withoutWholeStrong = (pieces: WordPiece[]): WordPiece[] =>
  pieces.every((piece) => piece.marks.strong || piece.type !== 'text' || isBlankPiece(piece))
    ? pieces.map((piece) => ({ ...piece, marks: { ...piece.marks, strong: false } }))
    : pieces

const isListed = (block: WordBlock | undefined): block is WordParagraph & { number: ListNumber } =>
  block?.type === 'paragraph' && block.role !== 'code' && block.number !== undefined

/** The box that begins a task, and what comes after it. */
const taskOf = (pieces: WordPiece[]): { isDone: boolean; rest: WordPiece[] } | undefined => {
  const first = pieces.findIndex((piece) => !isBlankPiece(piece))
  const box = pieces[first]
  const rest = pieces.slice(first + 1)
  if (box?.type !== 'box' || rest.some(({ type }) => type === 'box')) return undefined
  return textOfPieces(rest).trim() === '' ? undefined : { isDone: box.isTicked, rest }
}

/** A paragraph of the body that begins with a box is an item of a list of tasks. */
const asTask = (block: WordBlock): WordBlock => {
  if (block.type !== 'paragraph' || block.role !== 'text' || block.number !== undefined) return block
  if (taskOf(block.pieces) === undefined) return block
  const number = {
    level: 0,
    isOrdered: false,
    value: 1,
    label: '',
    isOther: false,
    hasWords: false,
    list: 'tasks',
  }
  return { ...block, number }
}

/** Makes the tree of HTML that the readers of pages turn into an article. */
export const toWordTree = (blocks: WordBlock[], { whole, notes, noteOf }: TreeParts): Element => {
  const references = new Map<string, { id: string; kind: 'footnote' | 'endnote'; label: string }>()

  const readReference = (piece: WordPiece & { type: 'note' }, place: WordPlace): ElementContent[] => {
    const key = `${piece.kind} ${piece.id}`
    if (noteOf(piece.kind, piece.id) === undefined) return piece.label === '' ? [] : [toTextNode(piece.label)]
    const { id, label } = references.get(key) ?? {
      id: `note-${references.size + 1}`,
      label: piece.label.trim() || String(references.size + 1),
    }
    references.set(key, { id, label, kind: piece.kind })
    const properties = { href: `#${id}`, role: 'doc-noteref' }
    return [toElement('sup', place, [toElement('a', place, [toTextNode(label)], properties)])]
  }

  const toLeaf = (piece: WordPiece, place: WordPlace): ElementContent[] => {
    if (piece.type === 'box') return [toTextNode(piece.sign)]
    if (piece.type === 'break') return [toElement('br', place, [])]
    if (piece.type === 'note') return readReference(piece, place)
    return piece.type === 'image' ? [toElement('img', place, [], { src: piece.src, alt: piece.alt })] : []
  }

  const markWith = (
    key: (typeof markOrder)[number],
    value: WordMarks[typeof key],
    inside: { children: ElementContent[]; place: WordPlace },
  ): ElementContent[] => {
    const { children, place } = inside
    if (value === '' || value === false) return children
    if (key === 'href') return [toElement('a', place, children, { href: String(value) })]
    if (key === 'language') {
      const lang = String(value)
      return [toElement('span', { lang, dir: directionOf(lang) }, children)]
    }
    return [toElement(value === 'subscript' ? 'sub' : tags[key], place, children)]
  }

  const wrap = (
    pieces: readonly WordPiece[],
    keys: readonly (typeof markOrder)[number][],
    place: WordPlace,
  ): ElementContent[] => {
    const [key, ...inner] = keys
    if (key === undefined)
      return runsOf(pieces, (one, other) => one.type === 'text' && other.type === 'text').flatMap((run) =>
        run[0]?.type === 'text'
          ? [toTextNode(textOfPieces(run))]
          : run.flatMap((piece) => toLeaf(piece, place)),
      )
    return runsOf(pieces, (one, other) => one.marks[key] === other.marks[key]).flatMap((run) =>
      markWith(key, run[0]?.marks[key] ?? '', { children: wrap(run, inner, place), place }),
    )
  }

  const toPhrasing = (pieces: readonly WordPiece[], place: WordPlace): ElementContent[] => {
    if (pieces.length <= mostRuns) return wrap(withLanguages(pieces, place, whole.denied), markOrder, place)
    notes.add('manyMarks', textOfPieces(pieces), { value: String(pieces.length) })
    return wrap(pieces, [], place)
  }

  const toParagraph = (tagName: string, { pieces, isRtl }: WordParagraph): Element => {
    const place = placeOfPieces(pieces, isRtl, whole)
    return toElement(tagName, place, toPhrasing(pieces, place))
  }

  const toHeading = (block: WordParagraph): Element =>
    toParagraph(`h${Math.min(6, block.level)}`, { ...block, pieces: withoutWholeStrong(block.pieces) })

  const toCode = (run: WordParagraph[]): Element => {
    const text = run.map(({ pieces }) => textOfPieces(pieces)).join('\n')
    return toElement('pre', whole, [toElement('code', whole, [toTextNode(text)])])
  }

  const toItem = (block: WordParagraph & { number: ListNumber }): Element => {
    const place = placeOfPieces(block.pieces, block.isRtl, whole)
    const task = taskOf(block.pieces)
    const isDone = task?.isDone ?? (block.number.isOrdered ? undefined : isTicked(block.number.label))
    const box =
      isDone === undefined
        ? []
        : [toElement('input', place, [], { type: 'checkbox', ...(isDone && { checked: 'checked' }) })]
    return toElement('li', place, [...box, ...toPhrasing(task?.rest ?? block.pieces, place)])
  }

  /** Items in lists by their levels. A list begins anew where another is meant or its numbers jump. */
  const toLists = (run: (WordParagraph & { number: ListNumber })[]): Element[] => {
    const roots: Element[] = []
    let open: { number: ListNumber; list: Element }[] = []
    for (const block of run) {
      const { number } = block
      open = open.filter((each) => each.number.level <= number.level)
      const last = open.at(-1)
      const isNext =
        last?.number.level === number.level &&
        last.number.isOrdered === number.isOrdered &&
        (!number.isOrdered || number.value === last.number.value + 1)
      const item = toItem(block)
      if (isNext) {
        last.list.children.push(item)
        last.number = number
        continue
      }
      open = open.filter((each) => each.number.level < number.level)
      if (number.isOther) notes.add('wordNumbers', textOfPieces(block.pieces), { value: number.label })
      const start = number.isOrdered && number.value !== 1 ? { start: String(number.value) } : {}
      const list = toElement(number.isOrdered ? 'ol' : 'ul', whole, [item], start)
      const parent = open.at(-1)?.list.children.at(-1)
      if (parent?.type === 'element') parent.children.push(list)
      else roots.push(list)
      open.push({ number, list })
    }
    return roots
  }

  const toCell = (cell: WordCell, isHeader: boolean, rows: number): Element =>
    toElement(isHeader ? 'th' : 'td', whole, cell.blocks.length === 0 ? [] : toBlocks(cell.blocks, false), {
      ...(cell.columns > 1 && { colspan: String(cell.columns) }),
      ...(rows > 1 && { rowspan: String(rows) }),
    })

  /** The cells of each row with the number of rows that each goes over. */
  const mergeRows = ({ rows }: WordTable): { cell: WordCell; rows: number }[][] => {
    const above = new Map<number, { cell: WordCell; rows: number }>()
    return rows.map(({ cells }) => {
      const kept: { cell: WordCell; rows: number }[] = []
      let column = 0
      for (const cell of cells) {
        const merged = cell.isContinued ? above.get(column) : undefined
        if (merged !== undefined) {
          merged.rows += 1
          merged.cell.blocks.push(...cell.blocks)
        } else {
          const own = { cell, rows: 1 }
          above.set(column, own)
          kept.push(own)
        }
        column += cell.columns
      }
      return kept
    })
  }

  const toTable = (table: WordTable, caption: WordParagraph | undefined): Element => {
    const place = table.isRtl ? { ...whole, dir: 'rtl' } : whole
    const merged = mergeRows(table)
    const bodyAt = table.rows.findIndex(({ isHeader }) => !isHeader)
    // Word has the first row as the header unless it is told otherwise.
    const heads = Math.max(bodyAt < 0 ? 1 : bodyAt, 1)
    const toRows = (from: number, to: number, isHeader: boolean) =>
      merged.slice(from, to).map((cells) =>
        toElement(
          'tr',
          place,
          cells.map(({ cell, rows }) => toCell(cell, isHeader, rows)),
        ),
      )
    const head = toRows(0, heads, true)
    return toElement('table', place, [
      ...(caption === undefined ? [] : [toParagraph('caption', caption)]),
      ...(head.length === 0 ? [] : [toElement('thead', place, head)]),
      toElement('tbody', place, toRows(heads, merged.length, false)),
    ])
  }

  const isCaption = (block: WordBlock | undefined): block is WordParagraph =>
    block?.type === 'paragraph' &&
    block.role === 'caption' &&
    !block.pieces.some(({ type }) => type === 'image')

  /** The caption of each table: the one right before it, or else the one after it. */
  const captionsIn = (all: readonly WordBlock[]): Map<WordBlock, WordParagraph> => {
    const captions = new Map<WordBlock, WordParagraph>()
    let last: WordBlock | undefined
    for (const [index, block] of all.entries()) {
      if (block.type !== 'table' || textOfBlock(block).trim() === '') continue
      const [before, after] = [all[index - 1], all[index + 1]]
      if (isCaption(before) && before !== last) captions.set(block, before)
      else if (isCaption(after) && all[index + 2]?.type !== 'table') captions.set(block, after)
      last = captions.get(block)
    }
    return captions
  }

  const kindOf = (block: WordBlock): string => {
    if (block.type !== 'paragraph') return ''
    if (isListed(block)) return 'list'
    if (block.role === 'term' || block.role === 'definition') return 'definitions'
    return block.role === 'quote' || block.role === 'code' ? block.role : ''
  }

  const toBlock = (block: WordBlock, captions: Map<WordBlock, WordParagraph>): Element => {
    if (block.type === 'rule') return toElement('hr', whole, [])
    if (block.type === 'table') return toTable(block, captions.get(block))
    return block.role === 'heading' || block.role === 'title' ? toHeading(block) : toParagraph('p', block)
  }

  const toBlocks = (all: readonly WordBlock[], hasTasks: boolean): Element[] => {
    const captions = captionsIn(all)
    const used = new Set<WordBlock>(captions.values())
    const kept = all.filter((block) => !used.has(block)).map((block) => (hasTasks ? asTask(block) : block))
    return runsOf(kept, (one, other) => kindOf(one) !== '' && kindOf(one) === kindOf(other)).flatMap(
      (run) => {
        const paragraphs = run.filter((block) => block.type === 'paragraph')
        const kind = run[0] === undefined ? '' : kindOf(run[0])
        if (kind === 'list') return toLists(paragraphs.filter(isListed))
        if (kind === 'code') return [toCode(paragraphs)]
        if (kind === 'definitions') {
          const toPart = (block: WordParagraph) => toParagraph(block.role === 'term' ? 'dt' : 'dd', block)
          return [toElement('dl', whole, paragraphs.map(toPart))]
        }
        if (kind === 'quote')
          return [
            toElement(
              'blockquote',
              whole,
              paragraphs.map((block) => toParagraph('p', block)),
            ),
          ]
        return run.map((block) => toBlock(block, captions))
      },
    )
  }

  const main = toBlocks(blocks, true)
  const ends: Element[] = []
  // A note may refer to another, so the list grows while it is read.
  for (const [key, { id, kind }] of references) {
    const text = noteOf(kind, key.slice(kind.length + 1)) ?? []
    ends.push(toElement('li', whole, toBlocks(text, false), { id, role: 'doc-endnote' }))
  }
  const section = toElement('section', whole, [toElement('ol', whole, ends)], { role: 'doc-endnotes' })
  return toElement('main', whole, ends.length === 0 ? main : [...main, section])
}
