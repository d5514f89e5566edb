import { type Marked, rewrite } from './marked.ts'

const delimiterRow = /^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/

/** Whether a paragraph, as it is written, is what GitHub and others draw as a table; CommonMark has none. */
export const isTable = (source: string): boolean => {
  const [head = '', row = ''] = source.split('\n', 2)
  return head.includes('|') && row.includes('|') && !head.endsWith('\\') && delimiterRow.test(row)
}

/** A table as text, a row to a line, its cells apart by ` | `. */
export const readTable = (rows: Marked): Marked => {
  const plain = rewrite(rows, /(?<=^[^\n]*)\n[^\n]*/g, () => '')
  return rewrite(plain, /^[ \t]*\|[ \t]*|[ \t]*\|[ \t]*$/gm, () => '')
}
