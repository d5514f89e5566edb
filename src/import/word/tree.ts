import type { Element, ElementContent } from 'hast'
import { mostRuns } from '../limits.ts'
import type { Notes } from '../notes.ts'
import type { NoteOf, WordBlock, WordParagraph, WordTable } from './blocks.ts'
import { createElement, createText, neighbours } from './elements.ts'
import { placeOfPieces, type WholePlace, withLanguages, type WordPlace } from './language.ts'
import { asTask, buildLists, isBlankPiece, isWordItem, readTask, type WordItem } from './lists.ts'
import { markPieces } from './marking.ts'
import { textOfPieces, type WordPiece } from './pieces.ts'
import { captionsOf, countHeaders, type MergedCell, mergeRows } from './rows.ts'

/** What the making of the tree carries along. */
type TreeParts = { whole: WholePlace; notes: Notes; noteOf: NoteOf }

/** Pieces of a heading, which is not marked as strong only because all of it is. */
const withoutWholeStrong = (pieces: WordPiece[]): WordPiece[] =>
  pieces.every((piece) => piece.marks.strong || piece.type !== 'text' || isBlankPiece(piece))
    ? pieces.map((piece) => ({ ...piece, marks: { ...piece.marks, strong: false } }))
    : pieces

/** What neighbours of the same kind stand in together; of the empty kind each stands alone. */
const kindOf = (block: WordBlock): '' | 'list' | 'definitions' | 'quote' | 'code' => {
  if (block.type !== 'paragraph') return ''
  if (isWordItem(block)) return 'list'
  if (block.role === 'term' || block.role === 'definition') return 'definitions'
  return block.role === 'quote' || block.role === 'code' ? block.role : ''
}

const isSameKind = (one: WordBlock, other: WordBlock): boolean =>
  kindOf(one) !== '' && kindOf(one) === kindOf(other)

/** The notes of a document in the order of their references. */
const createReferences = (noteOf: NoteOf) => {
  const found = new Map<string, { id: string; label: string; blocks: WordBlock[] }>()
  return {
    found,
    /** The reference to a note; the text that stands for it where there is none. */
    read(piece: WordPiece & { type: 'note' }, place: WordPlace): ElementContent[] {
      const blocks = noteOf(piece.kind, piece.id)
      if (blocks === undefined) return piece.label === '' ? [] : [createText(piece.label)]
      const key = `${piece.kind} ${piece.id}`
      const number = found.size + 1
      const note = found.get(key) ?? {
        id: `note-${number}`,
        label: piece.label.trim() || String(number),
        blocks,
      }
      found.set(key, note)
      const link = { href: `#${note.id}`, role: 'doc-noteref' }
      return [createElement('sup', place, [createElement('a', place, [createText(note.label)], link)])]
    },
  }
}

/** Makes the tree of HTML that the readers of pages turn into an article. */
export const toWordTree = (blocks: WordBlock[], { whole, notes, noteOf }: TreeParts): Element => {
  const references = createReferences(noteOf)

  const readPiece = (piece: WordPiece, place: WordPlace): ElementContent[] => {
    if (piece.type === 'box') return [createText(piece.sign)]
    if (piece.type === 'break') return [createElement('br', place, [])]
    if (piece.type === 'note') return references.read(piece, place)
    return piece.type === 'image' ? [createElement('img', place, [], { src: piece.src, alt: piece.alt })] : []
  }

  const toPhrasing = (pieces: readonly WordPiece[], place: WordPlace): ElementContent[] => {
    if (pieces.length <= mostRuns)
      return markPieces(withLanguages(pieces, place, whole.denied), { place, readPiece })
    notes.add('manyMarks', textOfPieces(pieces), { value: String(pieces.length) })
    return markPieces(pieces, { place, readPiece, keys: [] })
  }

  const toParagraph = (tagName: string, { pieces, isRtl }: WordParagraph): Element => {
    const place = placeOfPieces(pieces, isRtl, whole)
    return createElement(tagName, place, toPhrasing(pieces, place))
  }

  const toItem = (item: WordItem): Element => {
    const place = placeOfPieces(item.pieces, item.isRtl, whole)
    const { isDone, rest } = readTask(item)
    const box = { type: 'checkbox', ...(isDone === true && { checked: 'checked' }) }
    return createElement('li', place, [
      ...(isDone === undefined ? [] : [createElement('input', place, [], box)]),
      ...toPhrasing(rest, place),
    ])
  }

  const noteNumber = ({ number, pieces }: WordItem): void => {
    if (number.isOther) notes.add('wordNumbers', textOfPieces(pieces), { value: number.label })
  }

  const toRow = (cells: MergedCell[], tagName: string): Element => {
    const toCell = ({ cell, rows }: MergedCell) =>
      createElement(tagName, whole, toBlocks(cell.blocks), {
        ...(cell.columns > 1 && { colspan: String(cell.columns) }),
        ...(rows > 1 && { rowspan: String(rows) }),
      })
    return createElement('tr', whole, cells.map(toCell))
  }

  const toTable = (table: WordTable, caption: WordParagraph | undefined): Element => {
    const rows = mergeRows(table)
    const heads = countHeaders(table)
    const head = rows.slice(0, heads).map((cells) => toRow(cells, 'th'))
    const body = rows.slice(heads).map((cells) => toRow(cells, 'td'))
    return createElement('table', table.isRtl ? { ...whole, dir: 'rtl' } : whole, [
      ...(caption === undefined ? [] : [toParagraph('caption', caption)]),
      ...(head.length === 0 ? [] : [createElement('thead', whole, head)]),
      createElement('tbody', whole, body),
    ])
  }

  const toBlock = (block: WordBlock, caption: WordParagraph | undefined): Element => {
    if (block.type === 'rule') return createElement('hr', whole, [])
    if (block.type === 'table') return toTable(block, caption)
    if (block.role !== 'heading' && block.role !== 'title') return toParagraph('p', block)
    const pieces = withoutWholeStrong(block.pieces)
    return toParagraph(`h${Math.min(6, block.level)}`, { ...block, pieces })
  }

  /** Neighbours of one kind. */
  const toGroup = (group: WordBlock[]): Element[] => {
    const paragraphs = group.filter((block) => block.type === 'paragraph')
    const kind = group[0] === undefined ? '' : kindOf(group[0])
    if (kind === 'list') return buildLists(group.filter(isWordItem), { whole, toItem, begin: noteNumber })
    if (kind === 'code') {
      const text = paragraphs.map(({ pieces }) => textOfPieces(pieces)).join('\n')
      return [createElement('pre', whole, [createElement('code', whole, [createText(text)])])]
    }
    const toPart = (block: WordParagraph) => {
      if (kind === 'quote') return toParagraph('p', block)
      return toParagraph(block.role === 'term' ? 'dt' : 'dd', block)
    }
    return [createElement(kind === 'quote' ? 'blockquote' : 'dl', whole, paragraphs.map(toPart))]
  }

  const toBlocks = (all: readonly WordBlock[]): Element[] => {
    const captions = captionsOf(all)
    const used = new Set<WordBlock>(captions.values())
    return neighbours(
      all.filter((block) => !used.has(block)),
      isSameKind,
    ).flatMap((group) => {
      const [first] = group
      return first === undefined || kindOf(first) !== ''
        ? toGroup(group)
        : [toBlock(first, captions.get(first))]
    })
  }

  const main = toBlocks(blocks.map(asTask))
  const ends: Element[] = []
  // A note may refer to another, so there are more of them while they are read.
  for (const { id, blocks: own } of references.found.values())
    ends.push(createElement('li', whole, toBlocks(own), { id, role: 'doc-endnote' }))
  const list = createElement('ol', whole, ends)
  const section = createElement('section', whole, [list], { role: 'doc-endnotes' })
  return createElement('main', whole, ends.length === 0 ? main : [...main, section])
}
