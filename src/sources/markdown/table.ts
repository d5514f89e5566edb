import { fit, type Marked, rewrite } from './marked.ts'

/** `|---|:-:|`; part by part, for a pattern with white space on both sides of a bar that may be missing is quadratic. */
const isDelimiterRow = (row: string): boolean =>
  row
    .trim()
    .replace(/^\|/, '')
    .replace(/\|$/, '')
    .split('|')
    .every((cell) => /^:?-+:?$/.test(cell.trim()))

/** Whether a paragraph, as it is written, is what GitHub and others draw as a table; CommonMark has none. */
export const isTable = (source: string): boolean => {
  const [head = '', row = ''] = source.split('\n', 2)
  return head.includes('|') && row.includes('|') && !head.endsWith('\\') && isDelimiterRow(row)
}

/** A table as text, a row to a line, its cells apart by ` | `. */
export const readTable = (rows: Marked): Marked => {
  const plain = rewrite(rows, /(?<=^[^\n]*)\n[^\n]*/g, () => '')
  return fit(rewrite(plain, /^[ \t]*\|[ \t]*|\|[ \t]*$/gm, () => ''))
}
