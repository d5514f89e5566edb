import type { Element } from 'hast'
import type { AlignType, PhrasingContent, RootContent, TableCell, TableRow } from 'mdast'
import { readBlocks, toLine } from './content.ts'
import { attributeOf, elementsIn, findElement, textOf } from './hast.ts'
import { mostColumns } from './limits.ts'
import { type PageContext, type ReadElement, toText } from './phrasing.ts'
import { readLines } from './pre.ts'
import { alignMark } from './styles.ts'

const elementsOf = ({ children }: Element): Element[] => children.filter((child) => child.type === 'element')

type Cell = { element: Element; columns: number; rows: number }
type Row = { cells: Cell[]; isHeader: boolean }

const spanOf = (element: Element, name: string): number => {
  const span = Number.parseInt(attributeOf(element, name), 10)
  return span > 0 ? Math.min(span, mostColumns) : 1
}

/** The rows of a table. One is a header where it stands in the head, or where all its cells are headings. */
const rowsOf = (table: Element): Row[] => {
  const heads = [...elementsIn(table)].filter(({ tagName }) => tagName === 'thead')
  const inHead = new Set(heads.flatMap(elementsOf))
  return [...elementsIn(table)]
    .filter(({ tagName }) => tagName === 'tr')
    .map((row) => {
      const cells = elementsOf(row).filter(({ tagName }) => /^t[dh]$/.test(tagName))
      return {
        cells: cells.map((element) => ({
          element,
          columns: spanOf(element, 'colspan'),
          rows: spanOf(element, 'rowspan'),
        })),
        isHeader: inHead.has(row) || (cells.length > 0 && cells.every(({ tagName }) => tagName === 'th')),
      }
    })
}

/** The cells of each row by their columns; what a cell goes over besides its own place is empty. */
const placeCells = (rows: readonly Row[]): (Element | undefined)[][] => {
  const taken = new Map<number, number>()
  return rows.map(({ cells }) => {
    const placed: (Element | undefined)[] = []
    const skip = () => {
      for (let left = taken.get(placed.length) ?? 0; left > 0; left = taken.get(placed.length) ?? 0) {
        taken.set(placed.length, left - 1)
        placed.push(undefined)
      }
    }
    for (const { element, columns, rows: height } of cells) {
      skip()
      for (let column = 0; column < columns && (column === 0 || placed.length < mostColumns); column += 1) {
        if (height > 1) taken.set(placed.length, height - 1)
        placed.push(column === 0 ? element : undefined)
      }
    }
    skip()
    return placed
  })
}

const alignOf = (cell: Element): string =>
  (attributeOf(cell, alignMark) || attributeOf(cell, 'align')).toLowerCase()

/** How a column is aligned where all its cells say the same. */
const alignOfColumn = (cells: readonly Element[], dir: string): AlignType => {
  const [align = '', ...others] = new Set(cells.map(alignOf))
  if (others.length > 0) return null
  if (align === 'start') return dir === 'rtl' ? 'right' : 'left'
  if (align === 'end') return dir === 'rtl' ? 'left' : 'right'
  return align === 'left' || align === 'right' || align === 'center' ? align : null
}

const isGutter = (cell: Element): boolean => /^\s*(?:\d+\s*)+$/.test(textOf(cell))

const codeClass = /\b(?:code|highlight|blob-code|hljs|rouge|crayon|syntaxhighlighter)\b/i

/** Code whose lines are numbered in a column of a table. */
const codeIn = (rows: readonly Row[]): string | undefined => {
  const isCode = rows.every(
    ({ cells: [first, second, ...others] }) =>
      others.length === 0 &&
      first !== undefined &&
      second !== undefined &&
      isGutter(first.element) &&
      (findElement(second.element, 'pre') ??
        findElement(second.element, 'code') ??
        (codeClass.test(attributeOf(second.element, 'class')) ? second : undefined)) !== undefined,
  )
  if (!isCode || rows.length === 0) return undefined
  return rows.map(({ cells }) => (cells[1] === undefined ? '' : readLines(cells[1].element))).join('\n')
}

const isLayout = (table: Element, rows: readonly Row[]): boolean =>
  attributeOf(table, 'role') === 'presentation' ||
  findElement(table, 'table') !== undefined ||
  rows.every(({ cells }) => cells.length < 2)

const toRow = (children: TableCell[]): TableRow => ({ type: 'tableRow', children })

/** A table with its images after it; of one that only lays out the page, its content. */
export const readTableElement: ReadElement = (element, page) => {
  const rows = rowsOf(element)
  const code = codeIn(rows)
  if (code !== undefined) return [{ type: 'code', value: code }]
  if (isLayout(element, rows)) return readBlocks(element, page)
  const images: RootContent[] = []
  const toCell = (cell: Element | undefined): TableCell => {
    if (cell === undefined) return { type: 'tableCell', children: [] }
    const { line, images: found } = toLine(readBlocks(cell, page), toText(' '))
    for (const image of found) images.push(image)
    return { type: 'tableCell', children: line.map((node) => (node.type === 'break' ? toText(' ') : node)) }
  }
  const placed = placeCells(rows)
  // A column at the end in which nothing begins is none.
  const width = Math.max(0, ...placed.map((cells) => cells.findLastIndex((cell) => cell !== undefined) + 1))
  const align = Array.from({ length: width }, (_, column) =>
    alignOfColumn(
      placed.flatMap((cells) => cells[column] ?? []),
      attributeOf(element, 'dir'),
    ),
  )
  const made = placed.map((cells) => toRow(cells.slice(0, width).map(toCell)))
  const header = rows[0]?.isHeader === true ? [] : [toRow([])]
  const data = captionOf(element, page)
  return [{ type: 'table', align, children: [...header, ...made], ...(data && { data }) }, ...images]
}

/** The caption of a table, as the data of its block. */
const captionOf = (table: Element, page: PageContext): { caption: PhrasingContent[] } | undefined => {
  const caption = elementsOf(table).find(({ tagName }) => tagName === 'caption')
  if (caption === undefined) return undefined
  const { line } = toLine(readBlocks(caption, page))
  return line.length === 0 ? undefined : { caption: line }
}
