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
