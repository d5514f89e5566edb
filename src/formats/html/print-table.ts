import type { Cell, Paragraph } from '../../article/article.ts'
import { markup, type Markup, type Piece } from '../markup.ts'
import { inline, type Links } from './print-text.ts'

type Table = Paragraph & { type: 'table' }

/** A table as HTML; `alignment` is the attribute that aligns a cell, which differs where style sheets may not. */
export const tableBlock = (
  { caption, captionMarks, columns, header, rows, direction }: Table,
  links: Links,
  { attributes, alignment }: { attributes: Piece; alignment: (align: 'start' | 'center' | 'end') => Piece },
): Markup => {
  const cellsOf = (name: 'th' | 'td', cells: readonly Cell[]): Piece =>
    cells.map((cell, index) => {
      const align = columns[index]?.align ?? null
      const scope = name === 'th' && markup` scope="col"`
      return markup`<${name}${scope}${align !== null && alignment(align)}>${inline({ ...cell, direction }, links)}</${name}>`
    })
  const under =
    caption !== null &&
    markup`<caption>${inline({ text: caption, marks: captionMarks, direction }, links)}</caption>`
  const head = header.length > 0 && markup`<thead><tr>${cellsOf('th', header)}</tr></thead>`
  const body = rows.map((cells) => markup`<tr>${cellsOf('td', cells)}</tr>`)
  return markup`<table${attributes}>${under}${head}<tbody>${body}</tbody></table>`
}
