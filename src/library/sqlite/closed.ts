/** Remembers how an index was closed: one that is still so need not be read whole to find damage, which takes 10 ms a megabyte. */
import { existsSync, lstatSync, readFileSync, writeFileSync } from 'node:fs'

/** What the name of the file ends in that says how the index was closed. */
export const closedSuffix = '-closed'

/** How that file begins. */
export const closedMagic = 'maqal index '

/** What is another whenever a file may have been written to, or is another file. */
const textOf = (path: string): string => {
  const { size, mtimeNs, ctimeNs, ino } = lstatSync(path, { bigint: true })
  return `${closedMagic}${size}-${mtimeNs}-${ctimeNs}-${ino}\n`
}

/** An index that has a journal was not closed. */
const isOpen = (path: string): boolean => existsSync(`${path}-wal`)

/** To be asked before an index is opened. */
export const isAsClosed = (path: string): boolean => {
  try {
    return !isOpen(path) && readFileSync(path + closedSuffix, 'utf8') === textOf(path)
  } catch {
    return false
  }
}

/** To be called when an index was closed. */
export const rememberClosed = (path: string): void => {
  try {
    if (!isOpen(path)) writeFileSync(path + closedSuffix, textOf(path))
  } catch {
    // The next start looks for damage.
  }
}
