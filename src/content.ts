import { resolve } from 'node:path'
import type { Config } from './config.ts'
import { openFolder } from './folder/folder.ts'
import type { Report } from './folder/report.ts'
import type { Scan } from './folder/scan.ts'
import { type Listener, watchFolder } from './folder/watch.ts'
import type { Library } from './library/library.ts'
import { openSqliteLibrary } from './library/sqlite/sqlite.ts'
import type { Fault } from './sources/fault.ts'
import { sources } from './sources/sources.ts'

/** The articles that a configuration names. */
export type Content = {
  library: Library
  /** The faults of files that are refused now. */
  faults: () => readonly Fault[]
  /** What the first look at the folder found. */
  report: Report
  /** What is in the folder, as last seen. */
  seen: () => Scan
  /** Keeps in step with the folder until `close`; `lookNow` looks at once. */
  watch: (listener: Listener) => { lookNow: () => void; close: () => Promise<void> }
  close: () => Promise<void>
}

type Settings = Pick<Config, 'DATA_DIR' | 'INDEX_FILE' | 'POLL_INTERVAL'>

/**
 * Opens the library of a folder, filled with what can be served. `onRebuild` is told why an index on disk was built anew.
 * Rejects with UnusableIndex where the index cannot be used.
 */
export const openContent = async (
  { DATA_DIR, INDEX_FILE: file, POLL_INTERVAL }: Settings,
  onRebuild: (why: string) => void = () => {},
): Promise<Content> => {
  const index = file === undefined ? {} : { index: { file, folder: resolve(DATA_DIR) } }
  const library = openSqliteLibrary({ ...index, onRebuild })
  try {
    const folder = await openFolder({ folder: DATA_DIR, sources, shelf: library })
    const report = await folder.look()
    let watching: ReturnType<typeof watchFolder> | undefined
    return {
      library,
      faults: folder.faults,
      report,
      seen: folder.seen,
      watch(listener) {
        watching = watchFolder(folder, { ...listener, interval: POLL_INTERVAL * 1000 })
        return watching
      },
      async close() {
        await watching?.close()
        await library.close()
      },
    }
  } catch (error) {
    await library.close()
    throw error
  }
}
