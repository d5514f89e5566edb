/** What files a folder has now, and their stamps. */
import { lstatSync, readdirSync, statSync } from 'node:fs'
import { extname, join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { Fault } from '../sources/fault.ts'
import { faultOf, spellError, stampOf } from './file.ts'

/** Milliseconds of work between two breaths of the event loop. */
const stride = 4

/** Lets the event loop breathe when it was held for long enough. */
export const createPace = () => {
  let since = performance.now()
  return async (): Promise<void> => {
    if (performance.now() - since < stride) return
    await setImmediate()
    since = performance.now()
  }
}

type Pace = ReturnType<typeof createPace>

/** The files there are; `unread` are folders that could not be listed, whose files are neither there nor gone. */
export type Scan = {
  files: Map<string, Stat>
  /** The folder and those below it, with their inodes. */
  folders: Map<string, bigint>
  unread: Map<string, Fault>
}

type Stat = { stamp: string; modified: number }

/** Nothing for a file that is gone since it was listed. */
const statFile = (path: string): Stat | undefined => {
  const link = lstatSync(path, { bigint: true, throwIfNoEntry: false })
  if (link === undefined) return undefined
  if (!link.isSymbolicLink()) return { stamp: stampOf(link), modified: Number(link.mtimeMs) }
  const target = statSync(path, { bigint: true, throwIfNoEntry: false })
  return {
    stamp: `${stampOf(link)} ${target === undefined ? '' : stampOf(target)}`,
    modified: Number(link.mtimeMs),
  }
}

const isPassedOver = (name: string): boolean => name.startsWith('.') || name === 'node_modules'

/** The files of these names that are still there: a look that costs what it looks at, however large the folder. */
export const scanOnly = (folder: string, names: Iterable<string>): Scan => {
  const found: Scan = { files: new Map(), folders: new Map(), unread: new Map() }
  for (const name of names) {
    const stat = statFile(join(folder, name))
    if (stat !== undefined) found.files.set(name, stat)
  }
  return found
}

/** Lists a folder and those below it, but for names that begin with a dot. Deep folders are walked without recursion. */
export const scan = async (
  folder: string,
  extensions: ReadonlySet<string>,
  pace: Pace = createPace(),
): Promise<Scan> => {
  const found: Scan = { files: new Map(), folders: new Map(), unread: new Map() }
  const folders = ['']
  for (let below = folders.pop(); below !== undefined; below = folders.pop()) {
    try {
      found.folders.set(below, statSync(join(folder, below), { bigint: true }).ino)
      for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
        const name = below === '' ? entry.name : `${below}/${entry.name}`
        if (isPassedOver(entry.name)) continue
        if (entry.isDirectory()) folders.push(name)
        else if (extensions.has(extname(entry.name).toLowerCase())) {
          const stat = statFile(join(folder, name))
          if (stat !== undefined) found.files.set(name, stat)
          await pace()
        }
      }
    } catch (error) {
      if (spellError(error) === 'ENOENT' && below !== '') continue
      const hint = 'let it be read by the user that maqal runs as'
      found.unread.set(
        below,
        faultOf(below === '' ? '.' : below, `cannot be listed: ${spellError(error)}`, hint),
      )
    }
  }
  return found
}
