/** An index of a process that keeps none: a file in the system's temporary folder, which goes with the process. */
import { lstatSync, mkdtempSync, readdirSync, rmdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { codeOf } from '../../disk.ts'
import { answersSuffix, suffixesOfIndex, UnusableIndex } from './index-file.ts'
import { lock, lockSuffix } from './lock.ts'

const prefix = 'maqal-index-'
const name = 'index.db'

/** Milliseconds after which a folder without a lock was left by a process that ended before it could take one. */
const patience = 60_000

const fileIn = (folder: string): string => join(folder, name)

/** Removes what an index consists of, and the folder if nothing else is in it. */
const removeFolder = (folder: string): void => {
  const ofAnswers = suffixesOfIndex.map((suffix) => answersSuffix + suffix)
  for (const suffix of [...suffixesOfIndex, ...ofAnswers, lockSuffix])
    rmSync(fileIn(folder) + suffix, { force: true })
  rmdirSync(folder)
}

const isThere = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined

/** Removes a folder that no process holds. */
const removeAbandoned = (folder: string): void => {
  try {
    if (!isThere(fileIn(folder) + lockSuffix)) {
      if (Date.now() - lstatSync(folder).mtimeMs > patience) removeFolder(folder)
      return
    }
    const unlock = lock(fileIn(folder))
    if (unlock === undefined) return
    removeFolder(folder)
    unlock()
  } catch {
    // It is of another user, or another process removes it.
  }
}

const explain = (parent: string, error: unknown): UnusableIndex =>
  new UnusableIndex(
    `The temporary folder ${parent} cannot hold the index: ${codeOf(error)}`,
    'set INDEX_FILE to a file in a folder that can be written',
  )

const make = (parent: string): { folder: string; unlock: () => void } => {
  for (;;) {
    const folder = mkdtempSync(join(parent, prefix))
    const unlock = lock(fileIn(folder))
    // Another process may have taken it for an abandoned one before it was locked.
    if (unlock !== undefined && isThere(fileIn(folder) + lockSuffix)) return { folder, unlock }
    unlock?.()
  }
}

/**
 * Makes a place for an index, and removes those of processes that were killed. `remove` is to be called when the
 * index is closed. Throws UnusableIndex where the temporary folder cannot be written.
 */
export const makeTemporary = (): { file: string; remove: () => void } => {
  const parent = tmpdir()
  try {
    for (const entry of readdirSync(parent))
      if (entry.startsWith(prefix)) removeAbandoned(join(parent, entry))
    const { folder, unlock } = make(parent)
    return {
      file: fileIn(folder),
      remove() {
        try {
          // While it is locked, so that no other process takes it for an abandoned one.
          removeFolder(folder)
        } catch {
          // What cannot be removed while it is open is removed by the next start.
        }
        unlock()
      },
    }
  } catch (error) {
    throw explain(parent, error)
  }
}
