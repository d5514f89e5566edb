import type { DatabaseSync } from 'node:sqlite'
import type { Engine } from '../library.ts'
import { type HeldIndex, holdIndex, type OnRebuild, openIndex } from './database.ts'
import type { IndexPlace } from './index-file.ts'
import { createReading } from './reading.ts'
import { createShelf } from './shelf.ts'

/** `now` is the clock by which articles are published and expire. */
type Options = { index?: IndexPlace; onRebuild?: OnRebuild; now?: () => number }

/** Opens an index, which is released where that fails. */
const openHeld = (held: HeldIndex, onRebuild: OnRebuild): DatabaseSync => {
  try {
    return openIndex(held, onRebuild)
  } catch (error) {
    held.release()
    throw error
  }
}

/**
 * A library in SQLite on one connection, in a file: one that keeps it between starts, or a temporary one. Throws
 * UnusableIndex where the file is not one for an index, is in use by another process or cannot be made.
 */
export const openSqliteLibrary = ({ index, onRebuild = () => {}, now = Date.now }: Options = {}): Engine => {
  const held = holdIndex(index)
  const database = openHeld(held, onRebuild)
  const shelf = createShelf(database, held.index, now)
  let last = -Infinity
  const catchUp = (due: number): void => {
    const moment = now()
    const isSetBack = moment < last
    last = moment
    if (moment < due && !isSetBack) return
    reading.preserve()
    const touched: string[] = []
    for (let moved = shelf.moveDue(); moved.length > 0; moved = shelf.moveDue()) touched.push(...moved)
    if (touched.length > 0) reading.changed(touched)
    else reading.refresh()
  }
  const reading = createReading(database, { now, catchUp })
  catchUp(-Infinity)
  return {
    ...reading.library,
    preview: reading.preview,
    files: async () => shelf.files(),
    synonyms: async () => shelf.synonyms(),
    async apply(changes) {
      reading.preserve()
      const touched = shelf.apply(changes)
      if (changes.synonyms !== undefined) reading.changed('all')
      else if (touched.length > 0) reading.changed(touched)
      return touched
    },
    async close() {
      if (!database.isOpen) return
      reading.preserve()
      database.close()
      held.rememberClosed()
      held.release()
    },
  }
}
