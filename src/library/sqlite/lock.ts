/** Keeps an index to one process for as long as that lives, however it ends. */
import { DatabaseSync } from 'node:sqlite'
import { busy, resultOf } from './result.ts'

/** The lock is an empty file beside the index: SQLite locks bytes that are past its end. */
export const lockSuffix = '-lock'

/** Locks the index at a path, until the returned function is called; undefined where another has locked it. */
export const lock = (path: string): (() => void) | undefined => {
  const database = new DatabaseSync(path + lockSuffix)
  try {
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
  } catch (error) {
    database.close()
    if (busy.has(resultOf(error))) return undefined
    throw error
  }
  return () => database.close()
}
