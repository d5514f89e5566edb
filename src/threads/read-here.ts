/** Reads a small folder in the thread that asks for it. */
import { openFolder } from '../folder/folder.ts'
import type { Report } from '../folder/report.ts'
import type { Shelf } from '../library/library.ts'
import { openShelf } from '../library/sqlite/shelf.ts'
import { sources } from '../sources/sources.ts'
import type { Seen } from './messages.ts'
import { seenIn } from './seen.ts'
import type { Opening } from './start-writer.ts'

/** Brings an index in step with a folder, and closes it. */
export const readHere = async ({
  held,
  folder: path,
  given,
  onRebuild,
}: Opening): Promise<{ report: Report; seen: Seen }> => {
  const index = openShelf(held, onRebuild)
  try {
    const shelf: Shelf = {
      files: async () => index.files(),
      synonyms: async () => index.synonyms(),
      apply: async (changes) => index.apply(changes),
    }
    const folder = await openFolder({ folder: path, sources, shelf, given })
    const report = await folder.look()
    while (index.moveDue().length > 0);
    return { report, seen: seenIn(folder) }
  } finally {
    index.close()
  }
}
