import type { Element } from 'hast'
import type { PhrasingContent, TableRow } from 'mdast'
import { type Flow, linesOf, readBlocks, splitImages } from './content.ts'
import { attributeOf, elementsIn, findElement } from './hast.ts'
import { mostColumns } from './limits.ts'
import { type PageContext, type ReadElement, toText } from './phrasing.ts'

const elementsOf = ({ children }: Element): Element[] => children.filter((child) => child.type === 'element')

/** Lines as one, with a space between them. */
const joinLines = (lines: PhrasingContent[][]): PhrasingContent[] =>
  lines.flatMap((line, index) => [
    ...(index === 0 ? [] : [toText(' ')]),
    ...line.map((node) => (node.type === 'break' ? toText(' ') : node)),
  ])

const spanOf = (cell: Element, name: string): number => {
  const span = Number.parseInt(attributeOf(cell, name), 10)
  return Number.isNaN(span) ? 1 : Math.min(Math.max(span, 1), mostColumns)
}

type Cell = { content: PhrasingContent[]; columns: number; rows: number }

/** The cells of a table in their columns: one that goes over several columns or rows stands in the first, before empty ones. */
const layOut = (rows: Cell[][]): PhrasingContent[][][] => {
  /** In how many further rows a column is taken. */
  const taken: number[] = []
  return rows.map((cells) => {
    const line: PhrasingContent[][] = []
    const skip = () => {
      while ((taken[line.length] ?? 0) > 0) {
        taken[line.length] = (taken[line.length] ?? 0) - 1
        line.push([])
      }
    }
    for (const { content, columns, rows: height } of cells) {
      skip()
      for (let column = 0; column < columns; column += 1) {
        taken[line.length] = height - 1
        line.push(column === 0 ? content : [])
      }
    }
    skip()
    return line
  })
}

/** A table without the columns at its end that are empty in every row. */
const trim = (rows: PhrasingContent[][][]): PhrasingContent[][][] => {
  const width = rows.reduce(
    (most, row) => Math.max(most, row.findLastIndex((cell) => cell.length > 0) + 1),
    0,
  )
  return rows.map((row) => row.slice(0, width))
}

const toRow = (cells: PhrasingContent[][]): TableRow => ({
  type: 'tableRow',
  children: cells.map((children) => ({ type: 'tableCell', children })),
})

/** What a caption says, and what stands in it besides. */
const readCaption = (caption: Element | undefined, page: PageContext): PhrasingContent[] =>
  caption === undefined ? [] : joinLines(linesOf(splitImages(readBlocks(caption, page)).texts))

/** A table, with its images after it; of one that only lays out the page, its content. */
export const readTableElement: ReadElement = (element, page) => {
  const rows = [...elementsIn(element)].filter(({ tagName }) => tagName === 'tr').map(elementsOf)
  const isLayout =
    attributeOf(element, 'role') === 'presentation' ||
    findElement(element, 'table') !== undefined ||
    rows.every((cells) => cells.length < 2)
  if (isLayout) return readBlocks(element, page)
  const images: Flow[] = []
  const cells = rows.map((row) =>
    row.map((cell): Cell => {
      const blocks = splitImages(readBlocks(cell, page))
      for (const image of blocks.images) images.push(image)
      return {
        content: joinLines(linesOf(blocks.texts)),
        columns: spanOf(cell, 'colspan'),
        rows: spanOf(cell, 'rowspan'),
      }
    }),
  )
  const caption = readCaption(findElement(element, 'caption'), page)
  const data = caption.length === 0 ? {} : { data: { caption } }
  return [{ type: 'table', children: trim(layOut(cells)).map(toRow), ...data }, ...images]
}
