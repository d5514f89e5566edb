import { resolve } from 'node:path'
import type { Config } from './config.ts'
import { openFolder } from './folder/folder.ts'
import type { GivenSettings } from './folder/settings.ts'
import { type Listener, watchFolder } from './folder/watch.ts'
import type { Library } from './library/library.ts'
import { openSqliteLibrary } from './library/sqlite/sqlite.ts'
import { sources } from './sources/sources.ts'

type Settings = Pick<Config, 'DATA_DIR' | 'INDEX_FILE' | 'POLL_INTERVAL'> & Parameters<typeof givenIn>[0]

/** What the settings say of all files of a folder. */
export const givenIn = ({
  OUTLET: outlet,
  ARTICLE_LANGUAGE: language,
  SITE_NAME: siteName,
  STRICT: isStrict,
}: Partial<Pick<Config, 'OUTLET' | 'ARTICLE_LANGUAGE' | 'SITE_NAME' | 'STRICT'>>): GivenSettings => ({
  outlet,
  language,
  siteName,
  isStrict,
})

/**
 * Opens the library of a folder, filled with what can be served. `onRebuild` is told why an index on disk was built anew.
 * Rejects with UnusableIndex where the index cannot be used.
 */
export const openContent = async (
  { DATA_DIR, INDEX_FILE: file, POLL_INTERVAL, ...settings }: Settings,
  onRebuild: (why: string) => void = () => {},
) => {
  const index = file === undefined ? {} : { index: { file, folder: resolve(DATA_DIR) } }
  const library = openSqliteLibrary({ ...index, onRebuild })
  // A program may end without closing: a temporary index goes with it.
  const atExit = (): void => void library.close()
  process.on('exit', atExit)
  const closeLibrary = async (): Promise<void> => {
    process.off('exit', atExit)
    await library.close()
  }
  try {
    const folder = await openFolder({ folder: DATA_DIR, sources, shelf: library, given: givenIn(settings) })
    const report = await folder.look()
    let watching: ReturnType<typeof watchFolder> | undefined
    return {
      library: library as Library,
      /** The faults of files that are refused now. */
      faults: folder.faults,
      /** Reads the files beside articles. */
      readPart: folder.readPart,
      unusedTypes: folder.unusedTypes,
      /** What the first look found. */
      report,
      /** What is in the folder, as last seen. */
      seen: folder.seen,
      /** Keeps in step with the folder until `close`; `lookNow` looks at once. */
      watch: (listener: Listener) => {
        watching = watchFolder(folder, { ...listener, interval: POLL_INTERVAL * 1000 })
        return watching
      },
      close: async (): Promise<void> => {
        await (watching ?? folder).close()
        await closeLibrary()
      },
    }
  } catch (error) {
    await closeLibrary()
    throw error
  }
}

/** The articles that a configuration names. */
export type Content = Awaited<ReturnType<typeof openContent>>
