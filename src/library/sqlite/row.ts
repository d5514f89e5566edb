import type { Article } from '../../article/article.ts'

/** Reading rows: a column is of the type that the schema says, or the engine is broken. */

export type Row = Record<string, unknown>

export const text = (row: Row | undefined, column: string): string => {
  const value = row?.[column]
  if (typeof value !== 'string') throw new TypeError(`no text in column ${column}`)
  return value
}

export const number = (row: Row | undefined, column: string): number => {
  const value = row?.[column]
  if (typeof value !== 'number') throw new TypeError(`no number in column ${column}`)
  return value
}

/** The article of a row whose `body` was read as bytes: node:sqlite takes seven times as long to make a string of text that is not ASCII. */
export const articleIn = (row: Row | undefined): Article => {
  const body = row?.['body']
  if (!(body instanceof Uint8Array)) throw new TypeError('no bytes in column body')
  return JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString()) as Article
}
