/** Reads columns of the type that the tables say; another type means that the engine is broken. */
export type Row = Record<string, unknown>

export const textIn = (row: Row | undefined, column: string): string => {
  const value = row?.[column]
  if (typeof value !== 'string') throw new TypeError(`no text in column ${column}`)
  return value
}

export const numberIn = (row: Row | undefined, column: string): number => {
  const value = row?.[column]
  if (typeof value !== 'number') throw new TypeError(`no number in column ${column}`)
  return value
}
