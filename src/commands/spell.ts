import { join } from 'node:path'
import { spellFolder } from '../library/folder.ts'
import { type Fault, spellFault } from '../sources/fault.ts'

/** A file of a folder as a terminal can open it: relative to where the person stands, where the folder is below. */
export const spellFileIn =
  (folder: string) =>
  (file: string): string =>
    join(spellFolder(folder), file)

/** A fault on one line, its file as a terminal can open it. */
export const spellFaultIn =
  (folder: string) =>
  (fault: Fault): string =>
    spellFault({ ...fault, file: spellFileIn(folder)(fault.file) })

export const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`

/** What helps where there is nothing to serve. */
export const emptyHint = (folder: string): string =>
  `${spellFolder(folder)} holds no article yet: put a .json or .md file there, or make one of a document with maqal import`
