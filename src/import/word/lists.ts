import type { Element } from 'hast'
import type { WordBlock, WordParagraph } from './blocks.ts'
import { createElement } from './elements.ts'
import type { WordPlace } from './language.ts'
import type { ListNumber } from './numbering.ts'
import { textOfPieces, type WordPiece } from './pieces.ts'
import { isTicked } from './symbols.ts'

export type WordItem = WordParagraph & { number: ListNumber }

export const isWordItem = (block: WordBlock): block is WordItem =>
  block.type === 'paragraph' && block.role !== 'code' && block.number !== undefined

export const isBlankPiece = (piece: WordPiece): boolean => piece.type === 'text' && piece.value.trim() === ''

/** The box that begins a task, and what comes after it. */
const taskOf = (pieces: WordPiece[]): { isDone: boolean; rest: WordPiece[] } | undefined => {
  const first = pieces.findIndex((piece) => !isBlankPiece(piece))
  const box = pieces[first]
  const rest = pieces.slice(first + 1)
  if (box?.type !== 'box' || rest.some(({ type }) => type === 'box')) return undefined
  return textOfPieces(rest).trim() === '' ? undefined : { isDone: box.isTicked, rest }
}

const bullet: ListNumber = {
  level: 0,
  isOrdered: false,
  value: 1,
  label: '',
  isOther: false,
  hasWords: false,
}

/** A paragraph that begins with a box is an item of a list of tasks. */
export const asTask = (block: WordBlock): WordBlock =>
  block.type === 'paragraph' &&
  block.role === 'text' &&
  block.number === undefined &&
  taskOf(block.pieces) !== undefined
    ? { ...block, number: bullet }
    : block

/** Whether an item is done, and its content without the box that says so. */
export const readTask = ({ pieces, number }: WordItem): { isDone: boolean | undefined; rest: WordPiece[] } =>
  taskOf(pieces) ?? { isDone: number.isOrdered ? undefined : isTicked(number.label), rest: pieces }

type Open = { number: ListNumber; list: Element }

/** Whether an item is the next of a list: of a numbered one if it has the next number. */
const isNext = ({ number: last }: Open, number: ListNumber): boolean =>
  last.level === number.level &&
  last.isOrdered === number.isOrdered &&
  (!number.isOrdered || number.value === last.value + 1)

/** Items in lists by their levels. `begin` is told of the first item of each list. */
export const buildLists = (
  items: readonly WordItem[],
  {
    whole,
    toItem,
    begin,
  }: { whole: WordPlace; toItem: (item: WordItem) => Element; begin: (item: WordItem) => void },
): Element[] => {
  const roots: Element[] = []
  let open: Open[] = []
  for (const item of items) {
    const { number } = item
    open = open.filter((each) => each.number.level <= number.level)
    const last = open.at(-1)
    if (last !== undefined && isNext(last, number)) {
      last.list.children.push(toItem(item))
      last.number = number
      continue
    }
    begin(item)
    open = open.filter((each) => each.number.level < number.level)
    const start = number.isOrdered && number.value !== 1 ? { start: String(number.value) } : {}
    const list = createElement(number.isOrdered ? 'ol' : 'ul', whole, [toItem(item)], start)
    const parent = open.at(-1)?.list.children.at(-1)
    if (parent?.type === 'element') parent.children.push(list)
    else roots.push(list)
    open.push({ number, list })
  }
  return roots
}
